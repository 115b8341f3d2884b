package tw.nvr.capture.recorder;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tw.nvr.capture.source.PacketSource;
import tw.nvr.capture.source.SourceException;
import tw.nvr.core.footage.GapCause;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;

/**
 * One attempt to connect to a camera: run on a connect thread, looked at by the capture thread. Whichever of the two is
 * late closes the source, so that none is left open.
 */
final class Attempt implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

    /** How far it is. */
    enum State {
        UNDER_WAY,
        OPEN,
        FAILED,
        ABANDONED
    }

    private final Supplier<PacketSource> maker;
    private final Runnable done;
    private final AtomicReference<State> state = new AtomicReference<>(State.UNDER_WAY);
    private volatile PacketSource source;
    private volatile SourceException failure;

    /** @param done called on the connect thread when it is open or has failed */
    Attempt(Supplier<PacketSource> maker, Runnable done) {
        this.maker = maker;
        this.done = done;
    }

    @Override
    public void run() {
        if (state.get() == State.ABANDONED) {
            return;
        }
        PacketSource opening = null;
        try {
            opening = maker.get();
            opening.open();
            source = opening;
            finish(State.OPEN, opening);
        } catch (SourceException e) {
            failure = e;
            finish(State.FAILED, opening);
        } catch (RuntimeException | Error e) {
            LOG.error("connecting failed in an unexpected way", e);
            failure = internal(e);
            finish(State.FAILED, opening);
        }
    }

    private void finish(State end, PacketSource opening) {
        boolean wanted = state.compareAndSet(State.UNDER_WAY, end);
        if (opening != null && (!wanted || end == State.FAILED)) {
            opening.close();
        }
        done.run();
    }

    State state() {
        return state.get();
    }

    /** The open source, which the caller now owns. */
    PacketSource source() {
        return source;
    }

    SourceException failure() {
        return failure;
    }

    /** Says that nobody waits for it any longer: an open source is closed. */
    void abandon() {
        if (!state.compareAndSet(State.UNDER_WAY, State.ABANDONED)
                && state.compareAndSet(State.OPEN, State.ABANDONED)) {
            source.close();
        }
    }

    /** A fault of the program, told as one. */
    static SourceException internal(Throwable fault) {
        Problem problem = Problem.of(
                ProblemKind.INTERNAL, "camera-handler-failed", fault.getClass().getSimpleName());
        return new SourceException(GapCause.UNKNOWN, false, problem, fault);
    }
}
