package tw.nvr.web.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tw.nvr.core.audit.Actor;
import tw.nvr.core.audit.AuditAction;
import tw.nvr.web.fake.RunningConsole;

class LookTest {
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
    void opening_is_audited_with_the_user_of_the_operating_system_the_cameras_and_the_purpose() throws Exception {
        console.cameras().add("back-door", "後門");
        HttpResponse<String> answer =
                console.post("/looks", "kind=live&camera=front-gate&camera=back-door&purpose=repair");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).matches("\\{\"look\":\"[0-9a-f]{32}\"}");
        assertThat(console.audit().events()).hasSize(1);
        var event = console.audit().events().get(0);
        assertThat(event.action()).isEqualTo(AuditAction.LIVE_OPENED);
        assertThat(event.details())
                .containsEntry("cameras", "back-door,front-gate")
                .containsEntry("purpose", "repair");
        assertThat(event.actor()).isEqualTo(Actor.osUser(System.getProperty("user.name")));
    }

    @Test
    void closing_is_audited_once() throws Exception {
        String look = console.look("playback");
        console.post("/looks/" + look + "/close", "");
        console.post("/looks/" + look + "/close", "");
        assertThat(console.audit().actions()).containsExactly(AuditAction.PLAYBACK_OPENED, AuditAction.LOOK_CLOSED);
    }

    @Test
    void no_look_when_its_event_cannot_be_written() throws Exception {
        console.audit().broken(true);
        HttpResponse<String> answer = console.post("/looks", "kind=live&camera=front-gate&purpose=inspect");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).doesNotContain("look\":");
        assertThat(console.looks().watchedLive()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "camera=front-gate&purpose=inspect | 400",
                "kind=record&camera=front-gate&purpose=inspect | 400",
                "kind=live&camera=front-gate | 400",
                "kind=live&camera=front-gate&purpose=curiosity | 400",
                "kind=live&camera=front-gate&purpose=locate | 400",
                "kind=playback&camera=front-gate&purpose=locate | 200",
                "kind=live&purpose=inspect | 400",
                "kind=live&camera=Front&purpose=inspect | 400",
                "kind=live&camera=nowhere&purpose=inspect | 404",
                "kind=live&camera=front-gate&purpose=%zz | 400"
            })
    void a_look_needs_a_kind_known_cameras_and_a_purpose_that_the_page_offers(String form, int status)
            throws Exception {
        HttpResponse<String> answer = console.post("/looks", form);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(console.audit().events()).hasSize(status == 200 ? 1 : 0);
    }
}
