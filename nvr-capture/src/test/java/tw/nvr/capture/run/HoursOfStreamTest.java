package tw.nvr.capture.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import tw.nvr.capture.clock.LocalClock;
import tw.nvr.capture.rtp.TimestampUnwrapper;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.footage.FootageSink;
import tw.nvr.core.footage.Fragment;
import tw.nvr.core.footage.FragmentPool;
import tw.nvr.core.footage.GapCause;
import tw.nvr.core.footage.RunSink;
import tw.nvr.core.footage.StreamFormat;
import tw.nvr.core.footage.VideoFormat;

/**
 * Hours of a camera's stream with everything that happens to its time at once: a clock that is up to four per mille wrong,
 * RTP timestamps that wrap, jitter, a network that stands still now and then, a flood of buffered pictures in the beginning,
 * and sender reports that are wrong. Simulated, so the true time of every picture is known. Times are microseconds.
 */
class HoursOfStreamTest {
    private static final long START = 1_790_000_000_000_000L;
    private static final long POLL = 100_000;
    private static final long HOUR = 3_600_000_000L;
    private static final CameraId CAMERA = new CameraId("gate");

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final TimestampUnwrapper unwrapper = new TimestampUnwrapper();
    private final Truth truth = new Truth();
    private final RunBuilder builder = new RunBuilder(CAMERA, truth);
    private final double rateError = (random.nextBoolean() ? 1 : -1) * (0.001 + random.nextDouble() * 0.003);
    private final long interval = 1_000_000L / new int[] {5, 8, 12, 20}[random.nextInt(4)];
    private final long buffered = random.nextInt(4_000_000);
    private final int firstTimestamp = -1 - random.nextInt(90_000 * 3_000);
    private long polledAt;
    private boolean polling;

    /** Compares what every fragment says with what is true of its first picture, whose number is in its bytes. */
    private final class Truth implements FootageSink {
        private final FragmentPool pool = new FragmentPool(16L << 20);
        private int runs;
        private int fragments;
        private long worst;
        private Instant lastEnd;
        private long worstSeam;

        @Override
        public FragmentPool pool() {
            return pool;
        }

        @Override
        public RunSink openRun(CameraId camera, StreamFormat format) {
            runs++;
            return new RunSink() {
                @Override
                public boolean offer(Fragment f) {
                    compare(f);
                    pool.release(f);
                    return true;
                }

                @Override
                public void close(GapCause cause, Instant at) {}
            };
        }

        private void compare(Fragment f) {
            long number = f.buffer().getLong(Fragment.HEAD_ROOM + 4);
            long error = LocalClock.micros(f.start()) - START - number * interval;
            fragments++;
            worst = Math.max(worst, Math.abs(error));
            if (lastEnd != null) {
                long seam = LocalClock.micros(f.start()) - LocalClock.micros(lastEnd);
                worstSeam = Math.max(worstSeam, Math.abs(seam));
            }
            lastEnd = f.end();
        }

        @Override
        public void notRecording(CameraId camera, GapCause cause, Instant at) {}

        @Override
        public void forget(CameraId camera, Instant at) {}
    }

    private int timestamp(long number) {
        return firstTimestamp + (int) Math.round(number * interval * (1 + rateError) * 0.09);
    }

    /** A picture arrives at that time, and is read with the next poll. */
    private void arrives(long number, long at) {
        long poll = (at + POLL - 1) / POLL * POLL;
        if (!polling || poll != polledAt) {
            endPoll();
            polledAt = poll;
            polling = true;
            builder.pollBegins(START + poll);
        }
        ByteBuffer room = builder.room(20);
        room.putInt(16).putLong(number).putLong(seed);
        builder.videoUnit(unwrapper.unwrap(timestamp(number)), number % 10 == 0, false);
        if (number % 61 == 0) {
            report(number);
        }
    }

    private void endPoll() {
        if (polling) {
            builder.pollEnds();
        }
    }

    /** Reports lie: by a second and a half, by hours, by everything. */
    private void report(long number) {
        long truthMillis = (START + number * interval) / 1000;
        long[] claims = {truthMillis + 1_500, truthMillis - 8 * 3_600_000L, 0, Long.MAX_VALUE / 4};
        builder.senderReport(true, unwrapper.peek(timestamp(number)), claims[random.nextInt(claims.length)]);
    }

    @RepeatedTest(4)
    void the_time_of_every_fragment_of_five_hours_is_true_within_a_quarter_of_a_second() {
        System.out.println("seed " + seed);
        builder.format(
                new VideoFormat(VideoFormat.Codec.H264, 640, 360, new byte[] {1, 66, 0, 30, -1, -31, 0}),
                0,
                Optional.empty());
        long earliest = buffered;
        for (long number = 0; number * interval < 5 * HOUR; number++) {
            long taken = number * interval;
            boolean held = random.nextInt(2_000) == 0;
            long late = 15_000L + random.nextInt(70_000) + (held ? random.nextInt(1_400_000) : 0);
            // What was buffered comes at twenty times its speed.
            earliest = Math.max(earliest, taken < buffered ? buffered + taken / 20 : taken + late);
            arrives(number, earliest);
        }
        endPoll();
        builder.close(GapCause.STOPPED);

        assertThat(truth.runs).as("seed %d", seed).isEqualTo(1);
        assertThat(truth.fragments).as("seed %d", seed).isGreaterThan(15_000);
        assertThat(truth.worst).as("error, seed %d", seed).isLessThan(250_000);
        assertThat(truth.worstSeam)
                .as("hole or overlap between two fragments, seed %d", seed)
                .isLessThan(20_000);
        System.out.println(
                "rate error " + rateError + ", worst " + truth.worst + " µs, seam " + truth.worstSeam + " µs");
    }
}
