package tw.nvr.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tw.nvr.core.problem.ProblemException;
import tw.nvr.core.problem.Texts;
import tw.nvr.daemon.output.Words;

class ConfigurationFileTest {
    private static final Path REPOSITORY = Path.of(System.getProperty("nvr.repository"));

    @TempDir
    Path folder;

    @Test
    void the_shipped_file_equals_the_built_in_defaults_and_names_every_key() throws Exception {
        Path shipped = REPOSITORY.resolve("packaging/nvr.toml");
        Configuration other = Configuration.defaultsIn(folder).withPort(1);

        assertThat(ConfigurationFile.read(shipped, Configuration.defaults())).isEqualTo(Configuration.defaults());
        // Over other defaults every value must come from the file: none is missing in it.
        assertThat(ConfigurationFile.read(shipped, other)).isEqualTo(Configuration.defaults());
    }

    @Test
    void five_mistakes_are_told_at_once_with_their_lines_and_what_to_write() {
        ConfigurationException e = mistakes("""
                langauge = "en"
                zone = "Asia/Taipi"

                [storage]
                segment = 5
                reserve = "1 KiB"

                [console]
                port = 70000
                """);

        assertThat(e.mistakes())
                .extracting(m -> m.line() + " " + m.key() + " " + m.kind() + " " + m.suggestion())
                .containsExactly(
                        "1 langauge unknown language",
                        "2 zone value zone = \"Asia/Taipei\"",
                        "5 storage.segment type segment = \"5m\"",
                        "6 storage.reserve range ",
                        "9 console.port range ");
        for (Locale language : List.of(Texts.ZH_TW, Texts.EN)) {
            assertThat(e.mistakes())
                    .allSatisfy(m -> assertThat(m.what(Words.in(language))).isNotBlank());
        }
    }

    @Test
    void what_is_no_toml_does_not_hide_the_other_mistakes() {
        ConfigurationException e = mistakes("institution = = 3\nlangage = \"en\"\n");

        assertThat(e.mistakes()).extracting(Mistake::kind).contains("syntax");
    }

    @ParameterizedTest
    @CsvSource({
        "console, 'bind = \"0.0.0.0\"', loopback",
        "console, 'bind = \"192.168.1.5\"', loopback",
        "console, 'port = \"8787\"', type",
        "console, 'port = 99999999999', value",
        "storage, 'volume = \"srv/nvr\"', relative",
        "storage, 'segment = \"5 minutes\"', value",
        "storage, 'segment = \"0m\"', range",
        "data, 'directory = 3', type",
        "data, 'directroy = \"/x\"', unknown",
    })
    void a_wrong_value_is_named_by_its_kind(String table, String line, String kind) {
        assertThat(mistakes("[" + table + "]\n" + line + "\n").mistakes())
                .singleElement()
                .satisfies(m -> assertThat(m.kind()).isEqualTo(kind))
                .satisfies(m -> assertThat(m.line()).isEqualTo(2));
    }

    @Test
    void a_table_in_place_of_a_value_and_a_value_in_place_of_a_table_are_mistakes() {
        assertThat(mistakes("console = 3\n[zone]\na = 1\n").mistakes())
                .extracting(Mistake::kind)
                .containsExactly("type", "type");
    }

    @Test
    void values_are_read_and_the_rest_keeps_its_defaults() {
        Configuration read = ConfigurationFile.parse(
                Path.of("nvr.toml"),
                "language = \"en\"\ninstitution = \"正心國小\"\n[storage]\nsegment = \"90s\"\nreserve = \"2 GiB\"\n",
                Configuration.defaults());

        assertThat(read.language()).isEqualTo(Texts.EN);
        assertThat(read.institution()).isEqualTo("正心國小");
        assertThat(read.storage().segment()).isEqualTo(Duration.ofSeconds(90));
        assertThat(read.storage().reserve()).isEqualTo(Size.parse("2048 MiB"));
        assertThat(read.console()).isEqualTo(Configuration.defaults().console());
    }

    @Test
    void one_directory_holds_state_footage_and_socket() {
        Configuration in = Configuration.defaultsIn(folder);

        assertThat(in.data().directory()).isEqualTo(folder);
        assertThat(in.storage().volume()).isEqualTo(folder);
        assertThat(in.data().run()).isEqualTo(folder.resolve("run"));
    }

    @Test
    void a_file_that_is_not_there_or_no_text_is_told_in_words() throws Exception {
        Path binary = Files.write(folder.resolve("nvr.toml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});

        assertThatThrownBy(() -> ConfigurationFile.read(folder.resolve("none.toml"), Configuration.defaults()))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().key()).isEqualTo("config-missing"));
        assertThatThrownBy(() -> ConfigurationFile.read(binary, Configuration.defaults()))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().key()).isEqualTo("config-unreadable"));
    }

    private static ConfigurationException mistakes(String text) {
        ConfigurationException e = catchThrowableOfType(
                ConfigurationException.class,
                () -> ConfigurationFile.parse(Path.of("nvr.toml"), text, Configuration.defaults()));
        assertThat(e).as("mistakes in: %s", text).isNotNull();
        return e;
    }
}
