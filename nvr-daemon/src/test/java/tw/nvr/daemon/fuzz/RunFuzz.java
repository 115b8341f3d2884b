package tw.nvr.daemon.fuzz;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tw.nvr.capture.run.RunBuilder;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.footage.AudioFormat;
import tw.nvr.core.footage.FootageSink;
import tw.nvr.core.footage.Fragment;
import tw.nvr.core.footage.FragmentPool;
import tw.nvr.core.footage.GapCause;
import tw.nvr.core.footage.RunSink;
import tw.nvr.core.footage.SampleTable;
import tw.nvr.core.footage.StreamFormat;
import tw.nvr.core.footage.VideoFormat;

/** Units with any times, in any order: what is handed to the disk is always footage, and all memory comes back. */
public final class RunFuzz {
    private static final CameraId CAMERA = new CameraId("gate");
    private static final long MORNING = 1_795_000_000_000_000L;
    private static final long POOL_BYTES = 16L << 20;

    /** Used for one input after the other: what one of them kept would be missing to the others. */
    private static final FragmentPool POOL = new FragmentPool(POOL_BYTES);

    private RunFuzz() {}

    /** Steps: what happens, and a number of two bytes that says how far clocks go. */
    public static void fuzzerTestOneInput(byte[] input) {
        Bites bites = new Bites(input);
        StrictFootage footage = new StrictFootage();
        RunBuilder run = new RunBuilder(CAMERA, footage);
        long ticks = 0;
        long micros = MORNING;
        run.pollBegins(micros);
        run.format(video(0), 0, Optional.empty());
        while (bites.more()) {
            int what = bites.one();
            long step = (long) (short) bites.two() << (what >> 4);
            switch (what & 15) {
                case 0, 1, 2, 3 -> ticks = unit(run, ticks + 3600 + (what < 16 ? step % 90 : step), (what & 3) == 0);
                case 4 -> run.audioUnit(ticks / 9 + step, ByteBuffer.allocate(1 + (int) (step & 255)));
                case 5 -> run.format(video((int) step & 1), (int) step & 3, sound(step));
                case 6 -> run.senderReport((step & 1) == 0, ticks, micros / 1000 + step);
                case 7 -> run.startedTogether(ticks, ticks / 9 + step);
                case 8 -> run.dropUnit((step & 1) == 0);
                case 9 -> run.breakRun(GapCause.CLOCK);
                case 10 -> footage.refusing = (step & 1) == 0;
                default -> {
                    run.pollEnds();
                    micros += 40_000 + (what < 16 ? 0 : Math.abs(step));
                    run.pollBegins(micros);
                }
            }
        }
        run.pollEnds();
        run.close(GapCause.CAMERA_UNREACHABLE);
        Claim.that(!footage.open, "no run stays open");
        Claim.that(POOL.allocatedBytes() <= POOL_BYTES, "memory within its limit");
        everythingCameBack();
    }

    private static void everythingCameBack() {
        int most = POOL.largestPayload();
        Optional<Fragment> first = POOL.take(most / 2);
        Claim.that(first.isPresent(), "all fragments come back");
        POOL.release(first.get());
    }

    private static long unit(RunBuilder run, long ticks, boolean key) {
        ByteBuffer room = run.room(9);
        if (room == null) {
            run.dropUnit(true);
        } else {
            room.putInt(5).put((byte) (key ? 0x65 : 0x41)).putInt((int) ticks);
            run.videoUnit(ticks, key, (ticks & 64) != 0);
        }
        return ticks;
    }

    private static VideoFormat video(int variant) {
        return new VideoFormat(VideoFormat.Codec.H264, 640, 480 - 16 * variant, new byte[] {1, 66, 0, 30, -1, -31, 0});
    }

    private static Optional<AudioFormat> sound(long step) {
        return (step & 4) == 0
                ? Optional.empty()
                : Optional.of(new AudioFormat(10_000, 1, new byte[] {0x14, (byte) (step & 8)}));
    }

    /** Holds every run to the contract of {@link RunSink}. */
    private static final class StrictFootage implements FootageSink, RunSink {
        private boolean open;
        private boolean refusing;
        private Instant before = Instant.EPOCH;
        private Instant end = Instant.EPOCH;

        @Override
        public FragmentPool pool() {
            return POOL;
        }

        @Override
        public RunSink openRun(CameraId camera, StreamFormat format) {
            Claim.that(!open, "one run at a time");
            open = true;
            before = Instant.EPOCH;
            end = Instant.EPOCH;
            return this;
        }

        @Override
        public boolean offer(Fragment f) {
            Claim.that(open, "no fragment without a run");
            Claim.that(f.video().count() > 0, "no fragment without a picture");
            long bytes = samples(f.video()) + samples(f.audio());
            Claim.that(bytes == f.buffer().position() - Fragment.HEAD_ROOM, "every byte belongs to a sample");
            Claim.that(!f.end().isBefore(f.start()), "time runs forward in a fragment");
            // The clock may follow a rate error of one per cent and slew by two per mille, from one moment to the next,
            // also over leaps of up to ten seconds, by which it slews at once.
            Duration give = Duration.between(before, f.end()).dividedBy(40).plusMillis(150);
            Claim.that(!f.start().isBefore(end.minus(give)), "and from one to the next");
            before = f.start();
            end = f.end();
            POOL.release(f);
            return !refusing;
        }

        private static long samples(SampleTable table) {
            long bytes = 0;
            for (int i = 0; i < table.count(); i++) {
                Claim.that(table.size(i) > 0 && table.duration(i) >= 0, "a sample has bytes and no time before zero");
                bytes += table.size(i);
            }
            return bytes;
        }

        @Override
        public void close(GapCause cause, Instant at) {
            Claim.that(open, "a run is closed once");
            open = false;
        }

        @Override
        public void notRecording(CameraId camera, GapCause cause, Instant at) {
            Claim.that(cause == GapCause.DISK, "only the disk keeps a stream that is well from being recorded");
        }

        @Override
        public void forget(CameraId camera, Instant at) {
            Claim.that(false, "no camera is forgotten");
        }
    }
}
