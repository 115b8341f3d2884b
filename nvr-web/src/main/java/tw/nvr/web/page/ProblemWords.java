package tw.nvr.web.page;

import java.util.ArrayList;
import java.util.List;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.Texts;

/** A problem in words; where no message file has its words, its key stands for them rather than a broken page. Stateless. */
final class ProblemWords {
    private ProblemWords() {}

    static String what(Texts texts, Problem problem) {
        return known(texts, problem) ? texts.what(problem) : problem.key();
    }

    static List<String> remedies(Texts texts, Problem problem) {
        List<String> steps = new ArrayList<>();
        if (known(texts, problem)) {
            steps.add(texts.remedy(problem));
        }
        return steps;
    }

    private static boolean known(Texts texts, Problem problem) {
        return texts.has("problem." + problem.key() + ".what") && texts.has("problem." + problem.key() + ".remedy");
    }
}
