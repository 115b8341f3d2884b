package tw.nvr.capture.ffmpeg;

import java.util.Map;
import org.bytedeco.ffmpeg.global.avutil;
import tw.nvr.capture.source.SourceException;
import tw.nvr.core.footage.GapCause;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemException;
import tw.nvr.core.problem.ProblemKind;

/** Puts what libavformat says into the words and causes of the product. */
final class SourceFailure {
    /** ETIMEDOUT of Linux (the same on amd64 and arm64), negated as libavformat does. */
    private static final int TIMED_OUT = -110;

    private static final Map<GapCause, String> KEYS = Map.of(
            GapCause.AUTH, "camera-auth-refused",
            GapCause.STREAM_STALLED, "ffmpeg-stalled",
            GapCause.STREAM_DAMAGED, "ffmpeg-unreadable",
            GapCause.CAMERA_UNREACHABLE, "ffmpeg-unreachable");

    private SourceFailure() {}

    static SourceException of(FfmpegError error, SecretUrl url, boolean playing) {
        GapCause cause = cause(error.code(), playing);
        boolean nameless = cause == GapCause.AUTH && !url.hasUser();
        String key = nameless ? "camera-wants-password" : KEYS.get(cause);
        return new SourceException(
                cause, false, Problem.of(ProblemKind.UNAVAILABLE, key, url, error.getMessage()), error);
    }

    static SourceException of(ProblemException e) {
        return new SourceException(GapCause.STREAM_DAMAGED, false, e.problem(), e);
    }

    static SourceException noAnswer(SecretUrl url) {
        Problem problem = Problem.of(
                ProblemKind.UNAVAILABLE, KEYS.get(GapCause.CAMERA_UNREACHABLE), url, "no answer within 14 s");
        return new SourceException(GapCause.CAMERA_UNREACHABLE, false, problem, null);
    }

    private static GapCause cause(int code, boolean playing) {
        if (code == avutil.AVERROR_HTTP_UNAUTHORIZED() || code == avutil.AVERROR_HTTP_FORBIDDEN()) {
            return GapCause.AUTH;
        }
        if (code == TIMED_OUT && playing) {
            return GapCause.STREAM_STALLED;
        }
        boolean damaged = code == avutil.AVERROR_INVALIDDATA()
                || code == avutil.AVERROR_BUG()
                || code == avutil.AVERROR_STREAM_NOT_FOUND()
                || code == avutil.AVERROR_DECODER_NOT_FOUND();
        return damaged ? GapCause.STREAM_DAMAGED : GapCause.CAMERA_UNREACHABLE;
    }
}
