package tw.nvr.daemon.fuzz;

import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is fuzzed. The name of a constant is, in lower case with hyphens, the word for {@code ./nvr fuzz} and the corpus. */
enum Target {
    RTSP_MESSAGE(RtspMessageFuzz.class, 4096),
    SDP(SdpFuzz.class, 4096),
    CONTROL_URL(ControlUrlFuzz.class, 2048),
    CHALLENGE(ChallengeFuzz.class, 2048),
    INTERLEAVED(InterleavedFuzz.class, 4096),
    RTP_RTCP(RtpRtcpFuzz.class, 4096),
    H264(NalUnitsFuzz.Avc.class, 4096),
    H265(NalUnitsFuzz.Hevc.class, 4096),
    PARAMETER_SETS(ParameterSetsFuzz.class, 1024),
    AAC(AacFuzz.class, 2048),
    LATM(tw.nvr.capture.rtp.LatmFuzz.class, 2048),
    RUN(RunFuzz.class, 2048),
    MP4_FILE(Mp4FileFuzz.class, 1024),
    MP4_BOXES(tw.nvr.web.media.BoxesFuzz.class, 4096),
    JOURNAL(JournalFuzz.class, 2048),
    WORDS(WordsFuzz.class, 2048);

    private final Class<?> type;
    private final int longest;

    Target(Class<?> type, int longest) {
        this.type = type;
        this.longest = longest;
    }

    /** The word for it. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The class whose {@code fuzzerTestOneInput} the fuzzer calls. */
    Class<?> type() {
        return type;
    }

    /** Bytes of the longest input that the fuzzer makes. */
    int longest() {
        return longest;
    }

    /** Does with an input what the fuzzer would. */
    void take(byte[] input) throws Throwable {
        try {
            type.getMethod("fuzzerTestOneInput", byte[].class).invoke(null, (Object) input);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    static Optional<Target> named(String word) {
        return Arrays.stream(values()).filter(t -> t.word().equals(word)).findFirst();
    }
}
