package tw.nvr.web.media;

import tw.nvr.core.camera.CameraId;
import tw.nvr.core.footage.Segment;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;
import tw.nvr.core.viewing.Look;
import tw.nvr.core.viewing.LookId;
import tw.nvr.core.viewing.Looks;

/** What addresses below {@code /looks} name, checked. Thread-safe. */
final class Permits {
    private final Looks looks;

    Permits(Looks looks) {
        this.looks = looks;
    }

    Looks looks() {
        return looks;
    }

    /** @throws tw.nvr.core.problem.ProblemException {@code look-unknown} when it cannot be one */
    LookId look(String text) {
        if (!LookId.isValid(text)) {
            throw Problem.of(ProblemKind.REFUSED, "look-unknown").exception();
        }
        return new LookId(text);
    }

    /** @throws tw.nvr.core.problem.ProblemException {@code camera-id-invalid} */
    static CameraId camera(String text) {
        if (!CameraId.isValid(text)) {
            throw Problem.of(ProblemKind.USAGE, "camera-id-invalid").exception();
        }
        return new CameraId(text);
    }

    /**
     * Checks that all that a part of a segment's file shows was permitted before, with the playlist that lists it: every
     * entry that the part touches must overlap a stretch that the audit log has.
     *
     * @throws tw.nvr.core.problem.ProblemException {@code look-unknown}
     */
    void require(LookId look, Segment segment, FragmentTable table, ByteRange part) {
        looks.use(look, Look.Kind.PLAYBACK, segment.camera());
        boolean footage = false;
        for (int i = 0; i < table.fragments(); i++) {
            if (table.offset(i) < part.end() && table.offset(i) + table.length(i) > part.first()) {
                footage = true;
                looks.require(look, segment.camera(), table.shownWith(i));
            }
        }
        if (!footage) {
            looks.require(look, segment.camera(), segment.range());
        }
    }
}
