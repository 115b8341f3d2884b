package tw.nvr.web.page;

import tw.nvr.core.camera.CameraState;
import tw.nvr.core.footage.GapCause;
import tw.nvr.core.problem.Texts;

/**
 * The plain words for why there are no pictures, and the short code beside them that a technician can be told over the
 * telephone. The list is closed: every cause and every state has its words and its code. Stateless.
 */
final class GapWords {
    private GapWords() {}

    static String cause(Texts texts, GapCause cause) {
        return texts.get("cause." + cause.wireName());
    }

    static String remedy(Texts texts, GapCause cause) {
        return texts.get("cause." + cause.wireName() + ".remedy");
    }

    static String code(GapCause cause) {
        return switch (cause) {
            case AUTH -> "S-02";
            case CAMERA_UNREACHABLE -> "S-03";
            case STREAM_STALLED -> "S-04";
            case STREAM_DAMAGED -> "S-05";
            case DISK -> "S-11";
            case SPACE -> "S-12";
            case PLANNED -> "S-20";
            case STOPPED -> "S-21";
            case CRASH -> "S-31";
            case POWER -> "S-32";
            case CLOCK -> "S-41";
            case UNKNOWN -> "S-99";
        };
    }

    /** The cause that a state of a camera will leave behind as a gap. */
    static GapCause causeOf(CameraState state) {
        return switch (state) {
            case AUTH_FAILED -> GapCause.AUTH;
            case UNREACHABLE, CONNECTING -> GapCause.CAMERA_UNREACHABLE;
            case STALLED -> GapCause.STREAM_STALLED;
            case UNUSABLE -> GapCause.STREAM_DAMAGED;
            case NOT_STORED -> GapCause.DISK;
            case DISABLED -> GapCause.STOPPED;
            case RECORDING -> GapCause.UNKNOWN;
        };
    }

    static Said state(Texts texts, CameraState state) {
        Tone tone = switch (state) {
            case RECORDING -> Tone.GOOD;
            case CONNECTING -> Tone.INFO;
            case DISABLED -> Tone.PLAIN;
            case UNREACHABLE, AUTH_FAILED, STALLED, UNUSABLE, NOT_STORED -> Tone.SERIOUS;
        };
        return new Said(tone, texts.get("state." + state.wireName()));
    }
}
