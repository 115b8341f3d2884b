package tw.nvr.core.health;

import java.util.Objects;

/**
 * One thing that was looked at: what it was, what it should be, what to do. Immutable. The texts are in the language of
 * whoever asked.
 *
 * @param name stable id for scripts, for example {@code camera.front-gate} or {@code disk.space}
 * @param status how bad
 * @param figure what was measured, in words
 * @param expected what it should be
 * @param remedy what to do next; empty while all is well
 */
public record Finding(String name, HealthStatus status, String figure, String expected, String remedy) {
    public Finding {
        Objects.requireNonNull(name);
        Objects.requireNonNull(status);
        Objects.requireNonNull(figure);
        Objects.requireNonNull(expected);
        Objects.requireNonNull(remedy);
    }
}
