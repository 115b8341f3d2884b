package tw.nvr.daemon.service;

import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemException;
import tw.nvr.core.problem.ProblemKind;
import tw.nvr.core.problem.Texts;
import tw.nvr.daemon.output.Words;
import tw.nvr.web.Console;

/**
 * The console, as soon as it can be opened: recording does not wait for a port that another program has, nor for an address
 * that the network does not have yet. Thread-safe.
 */
final class ConsoleDoor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleDoor.class);

    private final Supplier<Console> opener;
    private Console console;
    private Problem trouble;
    private boolean closed;

    /** @param opener opens the console, or throws why not */
    ConsoleDoor(Supplier<Console> opener) {
        this.opener = opener;
    }

    /**
     * Tries, unless it is open.
     *
     * @return whether it is open now
     */
    synchronized boolean open() {
        if (console != null || closed) {
            return console != null;
        }
        try {
            console = opener.get();
            if (trouble != null) {
                LOG.info("the console is open now, at port {}", console.port());
            }
            trouble = null;
        } catch (ProblemException e) {
            failed(e.problem(), e);
        } catch (RuntimeException e) {
            failed(Problem.of(ProblemKind.INTERNAL, "console-failed", String.valueOf(e.getMessage())), e);
        }
        return console != null;
    }

    private void failed(Problem problem, RuntimeException e) {
        if (trouble == null) {
            Texts texts = Words.in(Texts.EN);
            LOG.error("recording goes on without the console, which is tried again: {}", texts.what(problem), e);
        }
        trouble = problem;
    }

    /** Why it is not open; empty when it is. */
    synchronized Optional<Problem> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** The console's port; 0 while it is not open. */
    synchronized int port() {
        return console == null ? 0 : console.port();
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (console != null) {
            console.close();
        }
    }
}
