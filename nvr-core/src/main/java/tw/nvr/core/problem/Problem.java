package tw.nvr.core.problem;

import java.util.List;
import java.util.Objects;

/**
 * A failure that a person can act on: what happened, what was expected, what to do next. The words stand in the message
 * files under {@code problem.<key>.what}, {@code .expected} and {@code .remedy}; this value carries the key and the
 * arguments ({@code {0}}, {@code {1}} …), which must never be secrets. Immutable.
 *
 * @param kind what sort of failure, see {@link ProblemKind}
 * @param key key of the texts, in lower case with hyphens, for example {@code stream-address-has-password}
 * @param arguments what the texts name: paths, addresses without user information, figures
 */
public record Problem(ProblemKind kind, String key, List<String> arguments) {
    public Problem {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(key);
        arguments = List.copyOf(arguments);
    }

    public static Problem of(ProblemKind kind, String key, Object... arguments) {
        return new Problem(
                kind, key, List.of(arguments).stream().map(String::valueOf).toList());
    }

    /** This problem as an exception. */
    public ProblemException exception() {
        return new ProblemException(this, null);
    }

    /** This problem as an exception that remembers its technical cause. */
    public ProblemException exception(Throwable cause) {
        return new ProblemException(this, cause);
    }
}
