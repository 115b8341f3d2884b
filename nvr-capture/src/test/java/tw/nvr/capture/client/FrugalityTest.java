package tw.nvr.capture.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tw.nvr.capture.ffmpeg.AudioThread;
import tw.nvr.capture.run.RunBuilder;
import tw.nvr.capture.simulated.SimulatedCamera;
import tw.nvr.core.camera.Camera;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.camera.CameraSource;
import tw.nvr.core.camera.CameraTransport;
import tw.nvr.core.footage.FootageSink;
import tw.nvr.core.footage.Fragment;
import tw.nvr.core.footage.FragmentPool;
import tw.nvr.core.footage.GapCause;
import tw.nvr.core.footage.RunSink;
import tw.nvr.core.footage.StreamFormat;

/** What recording a camera costs in memory that has to be collected: nothing per packet. */
@Tag("rtsp")
@Tag("realtime")
class FrugalityTest {
    private static final CameraId GATE = new CameraId("gate");
    private static final long POLL_NANOS = 100_000_000;

    /** Takes every fragment and gives it back at once. */
    private static final class Nowhere implements FootageSink, RunSink {
        private final FragmentPool pool = new FragmentPool(16L << 20);
        private int fragments;

        @Override
        public FragmentPool pool() {
            return pool;
        }

        @Override
        public RunSink openRun(CameraId camera, StreamFormat format) {
            return this;
        }

        @Override
        public void notRecording(CameraId camera, GapCause cause, Instant at) {
            throw new AssertionError(cause + " at " + at);
        }

        @Override
        public void forget(CameraId camera, Instant at) {
            throw new AssertionError("forgotten at " + at);
        }

        @Override
        public boolean offer(Fragment fragment) {
            fragments++;
            pool.release(fragment);
            return true;
        }

        @Override
        public void close(GapCause cause, Instant at) {
            pool.take(1).ifPresent(pool::release);
        }
    }

    @Test
    void a_camera_of_four_megabits_costs_less_than_a_quarter_kilobyte_of_garbage_per_picture() throws Exception {
        assertThat(garbagePerPicture(simulated(), CameraTransport.TCP)).isLessThan(256);
    }

    @Test
    void by_udp_no_packet_costs_garbage_either() throws Exception {
        assertThat(garbagePerPicture(simulated(), CameraTransport.UDP)).isLessThan(256);
    }

    @Test
    void over_tls_what_the_jdk_makes_of_each_record_is_all_there_is() throws Exception {
        // a record is up to 16 KiB; the JDK's engine makes some objects for each, and none of the size of the record
        assertThat(garbagePerPicture(simulated().tls(), CameraTransport.TCP)).isLessThan(8 * 1024);
    }

    private static SimulatedCamera.Builder simulated() {
        return SimulatedCamera.builder(InstantSource.system(), System::nanoTime, ZoneOffset.UTC)
                .picture(1280, 720)
                .framesPerSecond(25)
                .bitsPerSecond(4_000_000);
    }

    private static long garbagePerPicture(SimulatedCamera.Builder builder, CameraTransport transport) throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        assumeTrue(threads.isThreadAllocatedMemorySupported(), "this JVM does not count what threads allocate");
        Nowhere nowhere = new Nowhere();
        try (SimulatedCamera simulated = builder.start();
                AudioThread audio = new AudioThread();
                RtspSource source = source(simulated, transport, audio)) {
            source.open();
            RunBuilder run = new RunBuilder(GATE, nowhere);
            record(source, run, 40);
            long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            long units = run.units();
            int bytes = record(source, run, 40);
            long garbage =
                    threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
            run.close(GapCause.STOPPED);

            long pictures = run.units() - units;
            assertThat(pictures).as("pictures in four seconds").isGreaterThan(80);
            assertThat(bytes).isPositive();
            assertThat(nowhere.fragments).isGreaterThan(5);
            return garbage / pictures;
        }
    }

    private static int record(RtspSource source, RunBuilder builder, int polls) throws Exception {
        int bytes = 0;
        for (int i = 0; i < polls; i++) {
            long next = System.nanoTime() + POLL_NANOS;
            builder.pollBegins(1_790_000_000_000_000L + System.nanoTime() / 1000);
            bytes += source.poll(builder);
            builder.pollEnds();
            while (System.nanoTime() < next) {
                LockSupport.parkNanos(next - System.nanoTime());
            }
        }
        return bytes;
    }

    private static RtspSource source(SimulatedCamera simulated, CameraTransport transport, AudioThread audio) {
        Camera camera = new Camera(
                GATE,
                "gate",
                "",
                "",
                simulated.address(),
                Optional.empty(),
                CameraSource.RTSP,
                transport,
                false,
                true,
                true,
                true);
        return new RtspSource(
                camera,
                Optional::empty,
                new AuthMemory(),
                ByteBuffer.allocateDirect(RtspSource.SHARED_BYTES),
                audio,
                System::nanoTime);
    }
}
