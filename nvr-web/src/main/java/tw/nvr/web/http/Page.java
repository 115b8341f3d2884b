package tw.nvr.web.http;

/** Answers one path. Thread-safe. Throws {@link tw.nvr.core.problem.ProblemException} for what a person can act on. */
@FunctionalInterface
public interface Page {
    Answer answer(Ask ask);
}
