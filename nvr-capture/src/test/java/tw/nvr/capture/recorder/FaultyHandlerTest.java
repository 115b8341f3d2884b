package tw.nvr.capture.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tw.nvr.capture.client.AuthMemory;
import tw.nvr.capture.ffmpeg.Patience;
import tw.nvr.capture.run.KeptFootage;
import tw.nvr.capture.source.PacketSource;
import tw.nvr.capture.source.StreamSink;
import tw.nvr.core.camera.Camera;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.camera.CameraState;
import tw.nvr.core.camera.StreamAddress;
import tw.nvr.core.footage.VideoFormat;

/** One camera's handler fails in ways that nobody expected; the others and the loop go on. */
class FaultyHandlerTest {
    private static final CameraId BAD = new CameraId("bad");
    private static final CameraId GOOD = new CameraId("good");

    @TempDir
    Path folder;

    private final KeptFootage kept = new KeptFootage();
    private final Cameras cameras = new Cameras();
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private Recorder recorder;

    @AfterEach
    void close() {
        recorder.close();
        assertThat(kept.outstanding()).as("runs left open").isZero();
    }

    private void start(PacketSource bad) {
        RecorderSettings.Patience patience = new RecorderSettings.Patience(
                Duration.ofSeconds(8),
                Duration.ofSeconds(20),
                Duration.ofMillis(50),
                Duration.ofMillis(100),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ZERO);
        RecorderSettings settings =
                new RecorderSettings(folder, Duration.ofMillis(20), Duration.ofMillis(20), 2, patience);
        SourceFactory factory = new SourceFactory() {
            @Override
            public PacketSource source(Camera camera, Reader reader, AuthMemory memory) {
                made.incrementAndGet();
                return camera.id().equals(BAD) ? bad : new Pictures();
            }

            @Override
            public void close() {
                made.set(-1);
            }
        };
        recorder = new Recorder(settings, cameras, kept, InstantSource.system(), System::nanoTime, Set::of, factory);
        StreamAddress anywhere = new StreamAddress("rtsp", "127.0.0.1", 1, "/");
        cameras.and(Cameras.camera("bad", anywhere)).and(Cameras.camera("good", anywhere));
        recorder.start();
    }

    private CameraState state(CameraId id) {
        return recorder.status(id).orElseThrow().state();
    }

    /** A source of small pictures at 25 a second of its own time. */
    private class Pictures implements PacketSource {
        private final long start = System.nanoTime();
        private long next;

        @Override
        public void open() {}

        @Override
        public int poll(StreamSink sink) {
            sink.format(
                    new VideoFormat(VideoFormat.Codec.H264, 64, 64, new byte[] {1, 66, 0, 30, -1, -31, 0}),
                    0,
                    Optional.empty());
            int bytes = 0;
            while (next * 40_000_000L < System.nanoTime() - start) {
                ByteBuffer room = sink.room(24);
                room.putInt(20).put(new byte[20]);
                sink.videoUnit(next * 3_600, next % 10 == 0, false);
                next++;
                bytes += 24;
            }
            return bytes;
        }

        @Override
        public String reader() {
            return "rtsp";
        }

        @Override
        public long damagedUnits() {
            return 0;
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    @Test
    void an_exception_while_reading_disconnects_that_camera_and_it_is_tried_again() throws Exception {
        start(new Pictures() {
            @Override
            public int poll(StreamSink sink) {
                throw new IllegalStateException("nobody expected this");
            }
        });
        Patience.until("the bad one was tried three times", () -> made.get() >= 4);
        Patience.until("the good one is recorded", () -> state(GOOD) == CameraState.RECORDING);
        assertThat(state(BAD)).isEqualTo(CameraState.UNUSABLE);
        assertThat(recorder.status(BAD).orElseThrow().problem().orElseThrow().key())
                .isEqualTo("camera-handler-failed");
        assertThat(kept.runs(GOOD)).hasSize(1);
        assertThat(closed.get()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void an_exception_while_connecting_is_told_and_tried_again() throws Exception {
        start(new Pictures() {
            @Override
            public void open() {
                throw new IllegalArgumentException("nobody expected this either");
            }
        });
        Patience.until("the bad one was tried three times", () -> made.get() >= 4);
        Patience.until("the good one is recorded", () -> state(GOOD) == CameraState.RECORDING);
        Patience.until("the bad one says so", () -> state(BAD) == CameraState.UNUSABLE);
    }

    @Test
    void a_connection_that_comes_up_after_its_camera_was_removed_is_closed() throws Exception {
        CountDownLatch opening = new CountDownLatch(1);
        CountDownLatch proceed = new CountDownLatch(1);
        start(new Pictures() {
            @Override
            public void open() {
                opening.countDown();
                try {
                    proceed.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        });
        opening.await();
        cameras.without(BAD);
        Patience.until("it is forgotten", () -> kept.forgotten().contains(BAD));
        proceed.countDown();
        Patience.until("the connection is closed", () -> closed.get() == 1);
        assertThat(recorder.status(BAD)).isEmpty();
    }

    @Test
    void a_connection_that_ends_after_a_whole_key_frame_gives_its_memory_back() throws Exception {
        start(new Pictures() {
            private int polls;

            @Override
            public int poll(StreamSink sink) {
                if (polls++ % 20 == 19) {
                    throw new IllegalStateException("in the middle of a picture");
                }
                int n = super.poll(sink);
                sink.room(1_000).put(new byte[500]);
                sink.dropUnit(false);
                return n;
            }
        });
        Patience.until("it was connected many times", () -> made.get() >= 8);
        assertThat(kept.pool().allocatedBytes()).isLessThanOrEqualTo(4L << 20);
    }
}
