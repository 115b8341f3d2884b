package tw.nvr.core.footage;

import java.util.Locale;

/** Why there is no footage (K1). A closed list; the wire names stand in journals for ever. */
public enum GapCause {
    /** No connection: refused, no answer, name unknown, or cut by the camera. */
    CAMERA_UNREACHABLE,
    /** The camera refused user name or password. */
    AUTH,
    /** Connected, but nothing arrived. */
    STREAM_STALLED,
    /** What arrived could not be used. */
    STREAM_DAMAGED,
    /** The disk failed, was missing, read-only, foreign, or too slow. */
    DISK,
    /** The disk was full. */
    SPACE,
    /** Outside the schedule, or stopped by a plan entered beforehand (K2). */
    PLANNED,
    /** The recorder was stopped, or the camera switched off, by a person. */
    STOPPED,
    /** The process ended without a clean stop. */
    CRASH,
    /** The box lost its power, or was restarted without a clean stop. */
    POWER,
    /** The clock was set, or the camera's time ran away. */
    CLOCK,
    /** Nobody knows. */
    UNKNOWN;

    /** Lower case with hyphens, as in journals, the index and JSON. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static GapCause ofWireName(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
