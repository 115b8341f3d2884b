package tw.nvr.daemon.command;

import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.MutuallyExclusiveArgsException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemException;
import tw.nvr.core.problem.Texts;
import tw.nvr.daemon.config.Nearest;
import tw.nvr.daemon.output.Table;

/** Says in the person's language what is wrong with the words of a command. Stateless. */
final class UsageFault {
    private UsageFault() {}

    static String words(ParameterException e, Texts texts) {
        if (e.getCause() instanceof ProblemException p) {
            Problem problem = p.problem();
            return Table.harmless(texts.what(problem)) + "\n" + Table.harmless(texts.remedy(problem));
        }
        if (e instanceof UnmatchedArgumentException unmatched) {
            return unmatched(unmatched, texts);
        }
        if (e instanceof MissingParameterException missing) {
            return texts.get("usage.missing", names(missing.getMissing()));
        }
        if (e instanceof MutuallyExclusiveArgsException) {
            return texts.get("usage.exclusive");
        }
        if (e.getArgSpec() != null) {
            String value = e.getValue() == null ? "" : Table.harmless(e.getValue());
            return texts.get("usage.value", names(List.of(e.getArgSpec())), value);
        }
        return texts.get("usage.wrong");
    }

    private static String unmatched(UnmatchedArgumentException e, Texts texts) {
        String word = e.getUnmatched().get(0);
        List<String> candidates = word.startsWith("-")
                ? e.getCommandLine().getCommandSpec().options().stream()
                        .map(OptionSpec::longestName)
                        .toList()
                : List.copyOf(e.getCommandLine().getSubcommands().keySet());
        String shown = Table.harmless(word.contains("@") ? "…" : word);
        return Nearest.to(word, candidates)
                .map(near -> texts.get("usage.unknown-near", shown, near))
                .orElseGet(() -> texts.get("usage.unknown", shown));
    }

    private static String names(List<ArgSpec> args) {
        return args.stream()
                .map(a -> a instanceof OptionSpec o ? o.longestName() : a.paramLabel())
                .collect(Collectors.joining(", "));
    }
}
