package tw.nvr.capture.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.footage.FootageSink;
import tw.nvr.core.footage.Fragment;
import tw.nvr.core.footage.FragmentPool;
import tw.nvr.core.footage.GapCause;
import tw.nvr.core.footage.RunSink;
import tw.nvr.core.footage.StreamFormat;
import tw.nvr.core.footage.VideoFormat;

/** How much memory the fragments of many cameras take while the disk keeps up. */
class FragmentMemoryTest {
    private static final int CAMERAS = 16;
    private static final int FRAME_MILLIS = 40;
    private static final int GROUP = 50;
    private static final long BYTES_PER_SECOND = 500_000;

    /** A disk that has written everything 100 ms later, and looks after its memory every ten seconds. */
    private static final class QuickDisk implements FootageSink {
        private final FragmentPool pool = new FragmentPool(640L << 20);
        private final Deque<Fragment> waiting = new ArrayDeque<>();
        private final Deque<Integer> since = new ArrayDeque<>();
        private int frame;

        void tick(int now) {
            frame = now;
            while (!waiting.isEmpty() && since.peek() + 100 / FRAME_MILLIS < now) {
                pool.release(waiting.poll());
                since.poll();
            }
            if (now % (10_000 / FRAME_MILLIS) == 0) {
                pool.trim();
            }
        }

        @Override
        public FragmentPool pool() {
            return pool;
        }

        @Override
        public RunSink openRun(CameraId camera, StreamFormat format) {
            return new RunSink() {
                @Override
                public boolean offer(Fragment fragment) {
                    waiting.add(fragment);
                    since.add(frame);
                    return true;
                }

                @Override
                public void close(GapCause cause, Instant at) {}
            };
        }

        @Override
        public void notRecording(CameraId camera, GapCause cause, Instant at) {}

        @Override
        public void forget(CameraId camera, Instant at) {}
    }

    @Test
    void sixteen_cameras_of_four_megabits_take_two_fragments_each_at_the_most() {
        long seed = 7;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        QuickDisk disk = new QuickDisk();
        List<RunBuilder> cameras = new ArrayList<>();
        for (int c = 0; c < CAMERAS; c++) {
            RunBuilder b = new RunBuilder(new CameraId("camera-" + c), disk);
            b.format(
                    new VideoFormat(VideoFormat.Codec.H264, 1920, 1080, new byte[] {1, 66, 0, 30, -1, -31, 0}),
                    0,
                    Optional.empty());
            cameras.add(b);
        }
        long most = 0;
        for (int frame = 0; frame < 60_000 / FRAME_MILLIS; frame++) {
            disk.tick(frame);
            for (int c = 0; c < CAMERAS; c++) {
                picture(cameras.get(c), frame, frame % GROUP == c * 3, random);
            }
            most = frame > 20_000 / FRAME_MILLIS ? Math.max(most, disk.pool.allocatedBytes()) : 0;
        }
        assertThat(most).isLessThanOrEqualTo(CAMERAS * 2 * BYTES_PER_SECOND);
        cameras.forEach(b -> b.close(GapCause.STOPPED));
    }

    /** A key frame is ten times as large as the others; every one is a little larger or smaller than the last. */
    private static void picture(RunBuilder camera, int frame, boolean key, Random random) {
        int usual = (int) (BYTES_PER_SECOND * GROUP * FRAME_MILLIS / 1000 / (GROUP + 9));
        int bytes = (int) ((key ? 10 : 1) * usual * (0.8 + 0.4 * random.nextDouble()));
        camera.pollBegins(1_790_000_000_000_000L + frame * 1000L * FRAME_MILLIS);
        ByteBuffer room = camera.room(bytes + 4);
        room.putInt(bytes).put(new byte[bytes]);
        camera.videoUnit(90_000L + frame * 90L * FRAME_MILLIS, key, false);
        camera.pollEnds();
    }
}
