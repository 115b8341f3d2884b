package tw.nvr.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tw.nvr.web.fake.RunningConsole;
import tw.nvr.web.page.AssetVersion;

class AssetsTest {
    @TempDir
    Path folder;

    private RunningConsole console;

    @BeforeEach
    void start() {
        console = new RunningConsole(folder);
    }

    @AfterEach
    void stop() {
        console.close();
    }

    @Test
    void the_player_library_comes_from_the_box_itself() throws Exception {
        HttpResponse<byte[]> answer = console.get("/assets/" + AssetVersion.compute() + "/hls.js");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/javascript; charset=utf-8");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("public, max-age=31536000, immutable");
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("Hls");
        HttpResponse<byte[]> small = console.get("/assets/hls.js", "Accept-Encoding", "gzip");
        assertThat(small.body().length).isLessThan(120_000);
    }

    @Test
    void under_another_version_a_file_is_asked_for_again_and_not_sent_again() throws Exception {
        HttpResponse<byte[]> first = console.get("/assets/0123/console.css");
        assertThat(first.headers().firstValue("Cache-Control")).contains("no-cache, max-age=0");
        String tag = first.headers().firstValue("ETag").orElseThrow();
        HttpResponse<byte[]> again = console.get("/assets/0123/console.css", "If-None-Match", tag);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(console.get("/assets/0123/console.css", "If-None-Match", "\"other\"")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void only_files_of_known_kinds_in_the_folder_are_given() throws Exception {
        for (String name : new String[] {"nothing.js", "package-info.class", "messages_en.properties", "css", "x."}) {
            assertThat(console.get("/assets/" + name).statusCode()).as(name).isEqualTo(404);
        }
    }
}
