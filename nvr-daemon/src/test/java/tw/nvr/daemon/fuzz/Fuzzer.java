package tw.nvr.daemon.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Starts the fuzzer (Jazzer, which drives libFuzzer) for one target in a process of its own. Immutable. */
final class Fuzzer {
    /** Where the inputs lie, a folder for each target, from the root of the repository. */
    static final String CORPORA = "nvr-daemon/src/test/resources/fuzz";

    private static final int LONGEST_SECONDS_PER_INPUT = 20;

    /** They look for injection into queries, scripts and class loaders, which no parser here does, and take long. */
    private static final String SANITIZERS = Stream.of(
                    "BigDecimal",
                    "ClojureLangHooks",
                    "Deserialization",
                    "ExpressionLanguageInjection",
                    "FilePathTraversal",
                    "LdapInjection",
                    "NamingContextLookup",
                    "OsCommandInjection",
                    "ReflectiveCall",
                    "RegexInjection",
                    "RegexRoadblocks",
                    "ScriptEngineInjection",
                    "ServerSideRequestForgery",
                    "SqlInjection",
                    "TemplateInjection",
                    "UnsafeSanitizer",
                    "XPathInjection",
                    "XmlParserSsrfGuidance")
            .map("com.code_intelligence.jazzer.sanitizers."::concat)
            .collect(Collectors.joining(":"));

    private final Path repository;

    /** @param repository root of the checkout */
    Fuzzer(Path repository) {
        this.repository = repository;
    }

    /**
     * The command. What is found new goes to a folder under {@code target}; a finding lies beside it.
     *
     * @param seconds how long; 0 for without end
     */
    ProcessBuilder process(Target target, int seconds) throws IOException {
        Path work = work(target);
        Path corpus = Files.createDirectories(work.resolve("corpus"));
        Files.createDirectories(work.resolve("found"));
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Xss1m",
                "-XX:+UseSerialGC",
                "-XX:MaxDirectMemorySize=64m",
                "-XX:-OmitStackTraceInFastThrow",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target.type().getName(),
                "--instrumentation_includes=tw.nvr.**",
                "--disabled_hooks=" + SANITIZERS,
                "--reproducer_path=" + work,
                "-max_total_time=" + seconds,
                "-max_len=" + target.longest(),
                "-timeout=" + LONGEST_SECONDS_PER_INPUT,
                "-rss_limit_mb=2048",
                "-use_value_profile=1",
                "-print_final_stats=1",
                "-artifact_prefix=" + work.resolve("found") + "/",
                corpus.toString(),
                repository.resolve(CORPORA).resolve(target.word()).toString());
        return new ProcessBuilder(command).directory(work.toFile()).redirectErrorStream(true);
    }

    /** Where the fuzzer works on a target. */
    Path work(Target target) {
        return repository.resolve("target").resolve("fuzz").resolve(target.word());
    }
}
