package tw.nvr.daemon.control;

import java.util.Map;
import tw.nvr.core.audit.Actor;

/**
 * Carries out one command of the control socket. Called on the thread {@code control}.
 */
@FunctionalInterface
public interface ControlHandler {
    /**
     * Does it.
     *
     * @param actor who asks: the user that the kernel says is at the other end
     * @return what {@link tw.nvr.daemon.json.Json} can write
     * @throws tw.nvr.core.problem.ProblemException what the asker can act on, told in full
     * @throws IllegalArgumentException when the arguments make no sense
     */
    Object handle(Actor actor, Map<String, Object> arguments);
}
