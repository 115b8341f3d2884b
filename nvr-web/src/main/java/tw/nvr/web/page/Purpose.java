package tw.nvr.web.page;

import java.util.List;
import java.util.Locale;

/**
 * What a look at pictures is for (A20, A23); asked at every opening and kept in the audit log by its wire name. A closed
 * list until the institution's profile brings its own.
 */
public enum Purpose {
    /** Checking that the equipment works. */
    INSPECT,
    /** Repairing it. */
    REPAIR,
    /** Finding the minutes that a received application speaks of. */
    LOCATE,
    /** Something happened: what, where. */
    INCIDENT;

    /** The purposes for recorded pictures. */
    public static List<Purpose> forPlayback() {
        return List.of(INSPECT, REPAIR, LOCATE, INCIDENT);
    }

    /** The purposes for live pictures: equipment only; nobody may apply to watch them (A20). */
    public static List<Purpose> forLive() {
        return List.of(INSPECT, REPAIR);
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
