package tw.nvr.core.camera;

import java.util.Locale;

/** What a camera is doing, as shown to people and scripts. */
public enum CameraState {
    /** Its pictures arrive and reach the disk. */
    RECORDING,
    /** A connection is being made for the first time since start or change. */
    CONNECTING,
    /** It cannot be reached, refuses the connection, or its name is unknown. */
    UNREACHABLE,
    /** It wants another user name or password. */
    AUTH_FAILED,
    /** Connected, but nothing arrives. */
    STALLED,
    /** Pictures arrive but cannot be recorded: damaged stream or a format that is not supported. */
    UNUSABLE,
    /** Pictures arrive but the disk takes none: missing, full, foreign, failing. */
    NOT_STORED,
    /** Switched off by a person. */
    DISABLED;

    /** The name used in JSON: lower case with hyphens. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
