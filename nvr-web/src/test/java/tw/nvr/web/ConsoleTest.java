package tw.nvr.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tw.nvr.core.audit.AuditAction;
import tw.nvr.web.fake.FootageOnDisk;
import tw.nvr.web.fake.RunningConsole;

class ConsoleTest {
    private static final Instant HOUR = Instant.parse("2026-11-20T01:00:00Z");

    @TempDir
    Path folder;

    @Test
    void a_look_leads_from_the_playlist_to_the_stored_bytes() throws Exception {
        try (RunningConsole console = new RunningConsole(folder)) {
            FootageOnDisk.Writing segment = console.footage().segment(RunningConsole.GATE, HOUR, 1, false);
            for (int i = 0; i < 10; i++) {
                segment.fragment(HOUR.plusSeconds(i), i * 90_000L, 10, i % 2 == 0, 100);
            }
            segment.seal();
            String look = console.look("playback");
            HttpResponse<String> list =
                    console.text("/looks/" + look + "/hls/front-gate/" + HOUR.getEpochSecond() + ".m3u8");
            assertThat(list.statusCode()).isEqualTo(200);
            HttpResponse<byte[]> part =
                    console.get("/looks/" + look + "/media/" + segment.id(), "Range", "bytes=4096-8191");
            assertThat(part.statusCode()).isEqualTo(206);
            byte[] stored = java.nio.file.Files.readAllBytes(segment.file());
            assertThat(part.body()).isEqualTo(Arrays.copyOfRange(stored, 4096, 8192));
            assertThat(console.audit().actions())
                    .containsExactly(AuditAction.PLAYBACK_OPENED, AuditAction.PLAYBACK_SERVED);
        }
    }
}
