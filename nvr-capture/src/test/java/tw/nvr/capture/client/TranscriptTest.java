package tw.nvr.capture.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tw.nvr.capture.ffmpeg.AudioThread;
import tw.nvr.capture.ffmpeg.Patience;
import tw.nvr.capture.run.KeptFootage;
import tw.nvr.capture.run.RunBuilder;
import tw.nvr.capture.source.SourceException;
import tw.nvr.core.camera.Camera;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.camera.CameraSource;
import tw.nvr.core.footage.GapCause;

/** Dialogues constructed after the habits of camera makes, to their pictures on record or the right refusal. */
@Tag("rtsp")
class TranscriptTest {
    private static final Path FOLDER =
            Path.of(System.getProperty("nvr.repository"), "nvr-capture/src/test/resources/transcripts");
    private static final CameraId GATE = new CameraId("gate");
    private static final long MORNING = 1_795_000_000_000_000L;

    private final AudioThread audio = new AudioThread();
    private final KeptFootage kept = new KeptFootage();
    private final RunBuilder run = new RunBuilder(GATE, kept);

    @AfterEach
    void close() {
        audio.close();
    }

    static List<Transcript> transcripts() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<Path> sorted =
                    files.sorted(Comparator.comparing(Path::toString)).toList();
            List<Transcript> out = new java.util.ArrayList<>();
            for (Path file : sorted) {
                out.add(Transcript.read(file));
            }
            return out;
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("transcripts")
    void a_make_s_dialogue_ends_with_its_pictures_on_record_or_the_right_refusal(Transcript transcript)
            throws Exception {
        try (TranscriptServer server = new TranscriptServer(transcript)) {
            SourceException refusal = played(server, transcript);
            Optional<String> refused = transcript.fact("refused");
            if (refused.isPresent()) {
                assertThat(refusal).as("%s", server.departure()).isNotNull();
                assertThat(refusal.problem().key()).isEqualTo(refused.get());
            }
            Patience.until(
                    "the whole transcript is played, or departed from",
                    () -> server.done() == transcript.turns().size()
                            || !server.departure().isEmpty());
            assertThat(server.departure()).isEmpty();
            assertThat(refusal == null).isEqualTo(refused.isEmpty());
        }
        run.close(GapCause.CAMERA_UNREACHABLE);
        assertThat(kept.video()).hasSize(transcript.number("pictures"));
        assertThat(kept.runs().stream().flatMap(r -> r.audio().stream())).hasSize(transcript.number("sound"));
    }

    private SourceException played(TranscriptServer server, Transcript transcript) {
        return catchThrowableOfType(SourceException.class, () -> {
            try (RtspSource source = source(server, transcript)) {
                source.open();
                toTheEnd(source, transcript);
            }
        });
    }

    private RtspSource source(TranscriptServer server, Transcript transcript) {
        Optional<String> user = transcript.fact("user");
        Camera camera =
                new Camera(GATE, "gate", "", "", server.address(), user, CameraSource.RTSP, false, true, true, true);
        return new RtspSource(
                camera,
                () -> user.map(u -> "secret".toCharArray()),
                new AuthMemory(),
                ByteBuffer.allocateDirect(RtspSource.SHARED_BYTES),
                audio,
                System::nanoTime);
    }

    /** Until the camera hangs up, or everything that is to be recorded has come and it is for us to go. */
    private void toTheEnd(RtspSource source, Transcript transcript) throws Exception {
        SourceException[] ended = new SourceException[1];
        Patience.until("the end", () -> {
            run.pollBegins(MORNING + System.nanoTime() / 1000);
            ended[0] = catchThrowableOfType(SourceException.class, () -> source.poll(run));
            run.pollEnds();
            return ended[0] != null || transcript.endsWithTeardown() && run.units() >= transcript.number("pictures");
        });
        if (ended[0] != null && !ended[0].problem().key().equals("camera-hung-up")) {
            throw ended[0];
        }
    }
}
