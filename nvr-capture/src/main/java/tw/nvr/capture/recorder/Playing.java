package tw.nvr.capture.recorder;

import java.time.Instant;
import java.util.Optional;
import tw.nvr.capture.clock.LocalClock;
import tw.nvr.capture.run.RunBuilder;
import tw.nvr.capture.source.PacketSource;
import tw.nvr.capture.source.SourceException;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.camera.CameraState;
import tw.nvr.core.footage.GapCause;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;

/**
 * One connection while it plays: moves what arrives into fragments and notices what does not arrive. For the capture
 * thread, except {@link #starvedNanos}.
 */
final class Playing {
    private static final long STATUS_NANOS = 1_000_000_000;

    private final Surroundings around;
    private final PacketSource source;
    private final StatusKeeper keeper;
    private final RunBuilder builder;
    private final long damagedBefore;

    private long unitsSeen;
    private long unitAt;
    private long keyWantedSince;
    private long acceptedSeen;
    private long acceptedSince;
    private long statusAt;
    private volatile long fedAt;
    private volatile boolean hungry;

    /** @param damagedBefore damaged units of earlier connections */
    Playing(
            CameraId camera,
            Surroundings around,
            PacketSource source,
            StatusKeeper keeper,
            long damagedBefore,
            long now) {
        this.around = around;
        this.source = source;
        this.keeper = keeper;
        this.damagedBefore = damagedBefore;
        this.builder = new RunBuilder(camera, around.sink());
        this.unitAt = now;
        this.keyWantedSince = now;
        this.fedAt = now;
    }

    boolean hasty() {
        return source.hasty();
    }

    String reader() {
        return source.reader();
    }

    /**
     * Reads what has arrived.
     *
     * @throws SourceException when the connection is of no use any longer
     */
    void read(long now, long utcMicros, boolean watched) throws SourceException {
        builder.watched(watched);
        builder.pollBegins(utcMicros);
        source.poll(builder);
        builder.pollEnds();
        noteProgress(now);
        if (now - unitAt > around.patience().stall().toNanos()) {
            throw failure(
                    GapCause.STREAM_STALLED,
                    "camera-stalled",
                    around.patience().stall().toSeconds());
        }
        if (now - keyWantedSince > around.patience().keyFrame().toNanos()) {
            throw failure(
                    GapCause.STREAM_DAMAGED,
                    "camera-no-key-frame",
                    around.patience().keyFrame().toSeconds());
        }
    }

    private static SourceException failure(GapCause cause, String key, long seconds) {
        return new SourceException(cause, false, Problem.of(ProblemKind.UNAVAILABLE, key, seconds), null);
    }

    private void noteProgress(long now) {
        if (builder.units() != unitsSeen) {
            unitsSeen = builder.units();
            unitAt = now;
        }
        boolean refused = builder.refused();
        if (!builder.awaitsKeyFrame() || refused) {
            keyWantedSince = now;
        }
        boolean accepted = builder.accepted() != acceptedSeen;
        if (accepted) {
            acceptedSeen = builder.accepted();
            if (acceptedSince == 0) {
                acceptedSince = now;
            }
        }
        if (accepted || refused || builder.awaitsKeyFrame() || now - unitAt > STATUS_NANOS) {
            fedAt = now;
        }
        hungry = !builder.awaitsKeyFrame();
        if (refused) {
            keeper.state(CameraState.NOT_STORED, Optional.of(Problem.of(ProblemKind.UNAVAILABLE, "footage-not-taken")));
        } else if (accepted) {
            keeper.state(CameraState.RECORDING, source.trouble());
        }
        if (now - statusAt >= STATUS_NANOS) {
            statusAt = now;
            publish();
        }
    }

    private void publish() {
        long last = builder.lastFrameMicros();
        Optional<Instant> lastFrame = last == 0 ? Optional.empty() : Optional.of(LocalClock.instant(last));
        Optional<String> codec = builder.codec().or(() -> keeper.status().codec());
        keeper.stream(lastFrame, codec, damagedUnits(), builder.claimedOffsetMillis());
    }

    /** Since the process started. */
    long damagedUnits() {
        return damagedBefore + source.damagedUnits();
    }

    /** For how long it has been recording; 0 before the first fragment. */
    long acceptedForNanos(long now) {
        return acceptedSince == 0 ? 0 : now - acceptedSince;
    }

    /** For how long usable pictures have arrived while none was accepted. Any thread. */
    long starvedNanos(long now) {
        return hungry ? now - fedAt : 0;
    }

    void clockWasSet() {
        builder.breakRun(GapCause.CLOCK);
    }

    /** Ends the run and hangs up. */
    void end(GapCause cause) {
        try {
            publish();
            builder.close(cause);
        } finally {
            source.close();
        }
    }
}
