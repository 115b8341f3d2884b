package tw.nvr.daemon.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import tw.nvr.core.problem.Texts;
import tw.nvr.daemon.Calls;
import tw.nvr.daemon.output.Terminal;

class HelpTest {
    static List<String> commands() {
        List<String> out = new ArrayList<>();
        collect(tree(Texts.EN), "", out);
        return out;
    }

    @Test
    void the_commands_are_those_that_scripts_lean_on() {
        assertThat(commands())
                .containsExactlyInAnyOrder(
                        "",
                        "run",
                        "demo",
                        "check",
                        "camera",
                        "camera simulate",
                        "camera list",
                        "camera add",
                        "camera set",
                        "camera trust",
                        "camera remove",
                        "footage",
                        "footage list",
                        "storage",
                        "storage init",
                        "storage status",
                        "storage verify",
                        "storage reindex",
                        "audit",
                        "audit verify",
                        "config",
                        "config check");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void every_command_helps_in_both_languages_with_an_example(String command) {
        for (Locale locale : List.of(Texts.ZH_TW, Texts.EN)) {
            List<String> words = new ArrayList<>(List.of(command.split(" ", -1)));
            words.removeIf(String::isEmpty);
            words.addAll(List.of("--help", "--lang", locale.toLanguageTag()));
            Calls.Result help = Calls.call(words, "");

            assertThat(help.code()).isZero();
            assertThat(help.err()).isEmpty();
            assertThat(help.out().lines().findFirst().orElse("")).isNotBlank().doesNotStartWith("Usage");
            String example = locale.equals(Texts.EN) ? "Example: nvr" : "範例：nvr";
            assertThat(help.out()).contains((example + " " + command).stripTrailing());
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void every_option_is_described_in_both_languages(String command) {
        for (Locale locale : List.of(Texts.ZH_TW, Texts.EN)) {
            CommandLine line = tree(locale);
            for (String word : command.split(" ", -1)) {
                line = word.isEmpty() ? line : line.getSubcommands().get(word);
            }
            for (OptionSpec option : line.getCommandSpec().options()) {
                assertThat(String.join("", option.description()))
                        .as("%s %s in %s", command, option.longestName(), locale)
                        .isNotBlank();
            }
            for (PositionalParamSpec parameter : line.getCommandSpec().positionalParameters()) {
                assertThat(String.join("", parameter.description()))
                        .as("%s %s in %s", command, parameter.paramLabel(), locale)
                        .isNotBlank();
            }
        }
    }

    @Test
    void every_command_but_the_demo_takes_a_directory_or_a_configuration_file() {
        for (String command : commands()) {
            CommandLine line = tree(Texts.EN);
            for (String word : command.split(" ", -1)) {
                line = word.isEmpty() ? line : line.getSubcommands().get(word);
            }
            if (line.getSubcommands().isEmpty() && !command.equals("demo")) {
                assertThat(line.getCommandSpec().optionsMap()).as(command).containsKeys("--dir", "--config", "--lang");
            }
        }
    }

    private static void collect(CommandLine line, String prefix, List<String> out) {
        out.add(prefix);
        line.getSubcommands().forEach((name, sub) -> collect(sub, (prefix + " " + name).strip(), out));
    }

    private static CommandLine tree(Locale locale) {
        Terminal terminal = new Terminal(System.out, System.err, System.in, Map.of(), false, false);
        return Cli.commandLine(new Session(terminal, Clock.systemUTC(), System::nanoTime, Optional.of(locale)));
    }
}
