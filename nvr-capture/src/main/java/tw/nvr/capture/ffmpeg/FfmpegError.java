package tw.nvr.capture.ffmpeg;

import java.nio.charset.StandardCharsets;
import org.bytedeco.ffmpeg.global.avutil;

/** A call of ffmpeg that failed: a technical cause, to be wrapped in a problem by whoever knows what it means. */
final class FfmpegError extends Exception {
    private static final long serialVersionUID = 1L;

    private final int code;

    FfmpegError(String doing, int code) {
        super(doing + ": " + text(code));
        this.code = code;
    }

    /** ffmpeg's negative error number. */
    int code() {
        return code;
    }

    /** Hands on what a call returned. */
    static int check(String doing, int result) throws FfmpegError {
        if (result < 0) {
            throw new FfmpegError(doing, result);
        }
        return result;
    }

    private static String text(int code) {
        byte[] words = new byte[128];
        avutil.av_strerror(code, words, words.length);
        int end = 0;
        while (end < words.length && words[end] != 0) {
            end++;
        }
        return new String(words, 0, end, StandardCharsets.UTF_8);
    }
}
