package tw.nvr.core.audit;

import java.util.Locale;

/** What can be done that must be remembered. The wire names are kept for ever: they are hashed. */
public enum AuditAction {
    RECORDER_STARTED,
    RECORDER_STOPPED,
    VOLUME_INITIALISED,
    VOLUME_ADOPTED,
    CAMERA_ADDED,
    CAMERA_CHANGED,
    CAMERA_REMOVED,
    /** Live pictures of a camera were opened (A20). */
    LIVE_OPENED,
    /** A look at recorded footage was opened (A23). */
    PLAYBACK_OPENED,
    /** A stretch of recorded footage was handed to a player. */
    PLAYBACK_SERVED,
    LOOK_CLOSED,
    /** The footage index was rebuilt from journals and files. */
    INDEX_REBUILT,
    /** The last line of a camera's finished day of journal, anchored in the chain. */
    JOURNAL_ANCHORED,
    RECORDS_MIGRATED;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static AuditAction ofWireName(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
