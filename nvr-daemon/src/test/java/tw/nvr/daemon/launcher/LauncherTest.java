package tw.nvr.daemon.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The scripts of the repository, run with tools of the test's making so that nothing is built or installed. */
@Timeout(60)
class LauncherTest {
    private static final Path REPOSITORY = Path.of(System.getProperty("nvr.repository"));

    @TempDir
    Path folder;

    @Test
    void the_scripts_have_no_fault_that_shellcheck_knows() throws Exception {
        Path shellcheck = Path.of("/usr/bin/shellcheck");
        Assumptions.assumeTrue(Files.isExecutable(shellcheck), "needs shellcheck");
        Result result = run(Map.of(), List.of(shellcheck.toString(), "nvr", ".ci/run", "packaging/nvr.sh"), REPOSITORY);

        assertThat(result.text()).isEmpty();
        assertThat(result.code()).isZero();
    }

    @Test
    void words_are_passed_on_as_they_are_and_so_is_the_exit_code_from_any_folder() throws Exception {
        Path checkout = checkout();
        Result result = run(
                Map.of("JAVA_HOME", checkout.resolve("jdk").toString()),
                List.of(checkout.resolve("nvr").toString(), "camera", "add", "a b", "--name", "正門口 \"A\""),
                folder);

        assertThat(result.text()).contains("[tw.nvr.daemon.Main][camera][add][a b][--name][正門口 \"A\"]");
        assertThat(result.code()).isEqualTo(42);
    }

    @Test
    void only_what_is_newer_than_the_last_build_is_built_again() throws Exception {
        Path checkout = checkout();
        Map<String, String> environment = Map.of(
                "JAVA_HOME", checkout.resolve("jdk").toString(),
                "MAVEN_HOME", checkout.resolve("maven").toString());
        List<String> check = List.of(checkout.resolve("nvr").toString(), "check");

        assertThat(run(environment, check, folder).text()).doesNotContain("building");
        Path source = checkout.resolve("nvr-core/src/main/New.java");
        Files.createDirectories(source.getParent());
        Files.writeString(source, "x");
        Files.setLastModifiedTime(
                source,
                java.nio.file.attribute.FileTime.fromMillis(
                        Files.getLastModifiedTime(checkout.resolve("nvr-daemon/target/dist/built"))
                                        .toMillis()
                                + 5000));
        Result built = run(environment, check, folder);

        assertThat(built.text()).contains("building").contains("[tw.nvr.daemon.Main][check]");
        assertThat(Files.readString(checkout.resolve("maven.log"))).contains("-Dquick -DskipTests package");
    }

    @Test
    void a_build_that_fails_says_where_its_words_are_and_starts_nothing() throws Exception {
        Path checkout = checkout();
        Files.delete(checkout.resolve("nvr-daemon/target/dist/built"));
        executable(checkout.resolve("maven/bin/mvn"), "echo '[ERROR] broken'; exit 1");
        Result result = run(
                Map.of(
                        "JAVA_HOME", checkout.resolve("jdk").toString(),
                        "MAVEN_HOME", checkout.resolve("maven").toString()),
                List.of(checkout.resolve("nvr").toString(), "check"),
                folder);

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.text())
                .contains("[ERROR] broken")
                .contains("build.log")
                .doesNotContain("tw.nvr.daemon.Main");
    }

    @Test
    void test_takes_no_other_words_than_yes() throws Exception {
        Result result = run(Map.of(), List.of(REPOSITORY.resolve("nvr").toString(), "test", "--quickly"), folder);

        assertThat(result.code()).isEqualTo(64);
        assertThat(result.text()).contains("usage: ./nvr test [--yes]");
    }

    /** A checkout in a folder with a space, already built, with a java that tells its words and ends with 42. */
    private Path checkout() throws IOException {
        Path checkout = folder.resolve("a checkout");
        Path dist = checkout.resolve("nvr-daemon/target/dist");
        Files.createDirectories(dist.resolve("lib"));
        Files.createDirectories(dist.resolve("run-1"));
        Files.createSymbolicLink(dist.resolve("current"), Path.of("run-1"));
        for (String module : List.of("nvr-core", "nvr-daemon")) {
            Files.createDirectories(checkout.resolve(module).resolve("src/main"));
            Files.writeString(checkout.resolve(module).resolve("pom.xml"), "");
        }
        Files.writeString(checkout.resolve("pom.xml"), "");
        Files.copy(REPOSITORY.resolve("nvr"), checkout.resolve("nvr"));
        assertThat(checkout.resolve("nvr").toFile().setExecutable(true)).isTrue();
        Path bin = checkout.resolve("jdk/bin");
        executable(bin.resolve("javac"), "echo javac 17.0.1");
        executable(bin.resolve("java"), """
                while [ "$1" != tw.nvr.daemon.Main ]; do shift; done
                printf '[%s]' "$@"; exit 42
                """);
        String log = checkout.resolve("maven.log").toString();
        executable(
                checkout.resolve("maven/bin/mvn"),
                "echo \"$@\" > '" + log
                        + "'; mkdir -p nvr-daemon/target/dist/lib; touch nvr-daemon/target/dist/lib/x.jar");
        Files.writeString(dist.resolve("built"), "");
        return checkout;
    }

    private static void executable(Path file, String script) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/bash\n" + script + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private record Result(int code, String text) {}

    private static Result run(Map<String, String> environment, List<String> command, Path from)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(from.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), text);
    }

    @Test
    void the_unit_starts_what_the_launcher_starts_and_names_no_folder_that_the_code_does_not_know() throws Exception {
        String unit = Files.readString(REPOSITORY.resolve("systemd/nvr.service"));
        String shipped = Files.readString(REPOSITORY.resolve("packaging/nvr.toml"));

        assertThat(unit)
                .contains("tw.nvr.daemon.Main run")
                .contains("Type=notify")
                .contains("SuccessExitStatus=143");
        String install = Files.readString(REPOSITORY.resolve("docs/install.md"));
        assertThat(install).contains("cp packaging/*.options packaging/compiler.json /usr/share/nvr/");
        for (String shared : List.of("jvm.options", "recorder.options", "compiler.json")) {
            assertThat(REPOSITORY.resolve("packaging").resolve(shared)).isRegularFile();
            assertThat(unit).contains("/usr/share/nvr/" + shared);
            assertThat(Files.readString(REPOSITORY.resolve("nvr"))).contains("$here/packaging/" + shared);
            assertThat(Files.readString(REPOSITORY.resolve("packaging/nvr.sh"))).contains("$share/" + shared);
        }
        assertThat(shipped).contains("/srv/nvr").contains("/var/lib/nvr").contains("/run/nvr");
        assertThat(unit)
                .contains("ReadWritePaths=-/srv/nvr")
                .contains("StateDirectory=nvr")
                .contains("RuntimeDirectory=nvr");
    }

    @Test
    void the_units_sandbox_is_tight_enough() throws Exception {
        Path analyze = Stream.of("/usr/bin/systemd-analyze", "/bin/systemd-analyze")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        Assumptions.assumeTrue(analyze != null, "needs systemd-analyze");
        Result result = run(
                Map.of(),
                List.of(
                        analyze.toString(),
                        "security",
                        "--no-pager",
                        "--offline=true",
                        "--threshold=15",
                        REPOSITORY.resolve("systemd/nvr.service").toString()),
                REPOSITORY);

        assertThat(result.code()).as(result.text()).isZero();
    }
}
