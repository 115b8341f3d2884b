package tw.nvr.daemon.output;

import java.io.PrintStream;
import java.util.MissingResourceException;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.Texts;

/** Tells a person on the terminal what went wrong, what was expected, and what to do. Stateless but for its words. */
public final class ProblemPrinter {
    private final Texts texts;
    private final boolean colour;

    public ProblemPrinter(Texts texts, boolean colour) {
        this.texts = texts;
        this.colour = colour;
    }

    public void print(PrintStream to, Problem problem) {
        String what;
        String expected;
        String remedy;
        try {
            what = texts.what(problem);
            expected = texts.expected(problem);
            remedy = texts.remedy(problem);
        } catch (MissingResourceException e) {
            // A test keeps this from happening; if it does, the bare facts are better than a second failure.
            to.println(mark(texts.get("cli.error")) + Table.harmless(problem.key() + " " + problem.arguments()));
            return;
        }
        to.println(mark(texts.get("cli.error")) + Table.harmless(what));
        line(to, "cli.expected", expected);
        line(to, "cli.remedy", remedy);
    }

    private void line(PrintStream to, String label, String text) {
        if (!text.isBlank()) {
            to.println("  " + texts.get(label) + Table.harmless(text));
        }
    }

    private String mark(String word) {
        return colour ? "\u001b[1;31m" + word + "\u001b[0m" : word;
    }
}
