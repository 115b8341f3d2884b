package tw.nvr.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tw.nvr.core.audit.Actor;
import tw.nvr.core.audit.AuditAction;
import tw.nvr.core.camera.CameraState;
import tw.nvr.core.footage.GapCause;
import tw.nvr.core.health.Finding;
import tw.nvr.core.health.HealthStatus;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;

/** The page 今日概況 answers before it is asked. */
class DashboardTest {
    private static FakeRecorder recording(Duration since) {
        return new FakeRecorder()
                .camera("gate", "正門口", CameraState.RECORDING)
                .footage("gate", FakeRecorder.NOW.minus(since), FakeRecorder.NOW);
    }

    private static String page(FakeRecorder r) {
        return r.html("/", FakeRecorder.chinese(), Map.of());
    }

    @Test
    void when_all_is_well_the_first_sentence_says_how_many_record_and_how_many_days_the_disk_holds() {
        // 500 kB/s are 43.2 GB a day; 2 days are there and 1500 GB free: 36.7 days.
        assertThat(page(recording(Duration.ofDays(2)))).contains("<span>1 支攝影機錄影正常；可保存約 36 天。</span>");
    }

    @Test
    void a_recorder_that_has_run_for_ten_minutes_says_that_it_is_too_early_to_tell() {
        String html = page(recording(Duration.ofMinutes(10)));
        assertThat(html)
                .contains("<span>1 支攝影機錄影正常。</span>")
                .contains("最近只錄了 10 分")
                .contains("尚無法推算");
        assertThat(html).doesNotContain("可保存約");
    }

    @Test
    void a_disk_that_holds_less_than_a_day_is_told_in_hours_and_an_endless_one_without_a_false_number() {
        FakeRecorder r = recording(Duration.ofHours(2));
        r.storage = FakeRecorder.storage(100_000_000_000L, 3_600_000_000L, Optional.empty());
        assertThat(page(r)).contains("可保存約 4 小時");
        r.storage = FakeRecorder.storage(900_000_000_000_000L, 900_000_000_000_000L, Optional.empty());
        assertThat(page(r)).contains("超過 999 天");
    }

    @Test
    void a_camera_that_is_down_comes_first_with_since_when_why_what_to_do_and_a_code() {
        FakeRecorder r = recording(Duration.ofDays(1));
        r.camera("side", "側門", CameraState.AUTH_FAILED);
        r.footage("side", FakeRecorder.NOW.minus(Duration.ofHours(5)), FakeRecorder.NOW.minus(Duration.ofMinutes(137)));
        r.gap("side", FakeRecorder.NOW.minus(Duration.ofMinutes(137)), FakeRecorder.NOW, GapCause.AUTH, true);
        String html = page(r);
        assertThat(html).contains("2 支攝影機有 1 支中斷，其餘不受影響");
        assertThat(html).contains("側門（side）密碼不符 <span class=\"code\">S-02</span>");
        assertThat(html).contains("從今天 06:13:05 起，已經 2 小時 17 分。").contains("原因：攝影機不接受帳號或密碼");
        assertThat(html).contains("再更新這支攝影機的登錄").contains("告知代碼 S-02");
        assertThat(html).contains("回放中斷前的畫面").contains("<tr class=\"marked\">");
    }

    @Test
    void a_camera_that_is_being_connected_or_switched_off_is_no_alarm() {
        FakeRecorder r =
                new FakeRecorder().camera("a", "甲", CameraState.CONNECTING).camera("b", "乙", CameraState.DISABLED);
        String html = page(r);
        assertThat(html).contains("1 支攝影機中有 1 支正在連線").doesNotContain("notice is-serious");
        assertThat(html).contains("已停用");
    }

    @Test
    void what_else_health_found_is_shown_and_what_a_camera_card_says_is_not_said_twice() {
        FakeRecorder r = new FakeRecorder().camera("side", "側門", CameraState.UNREACHABLE);
        r.findings.add(new Finding("camera.side", HealthStatus.CRITICAL, "側門無法連線", "", "看網路"));
        r.findings.add(new Finding("disk.space", HealthStatus.WARNING, "剩餘 3 %", "至少 5 %", "加裝硬碟"));
        r.findings.add(new Finding("clock", HealthStatus.OK, "差 0.02 秒", "", ""));
        String html = page(r);
        assertThat(html)
                .contains("剩餘 3 %")
                .contains("應為：至少 5 %")
                .contains("加裝硬碟")
                .doesNotContain("側門無法連線");
        assertThat(html).contains("已校準").contains("差 0.02 秒");
    }

    @Test
    void a_problem_whose_words_no_message_file_has_does_not_break_the_page() {
        FakeRecorder r = new FakeRecorder()
                .camera(
                        "a",
                        "甲",
                        CameraState.UNUSABLE,
                        Optional.of(Problem.of(ProblemKind.DAMAGED, "never-heard-of", 1)));
        assertThat(page(r)).contains("原因：never-heard-of").contains("請維護廠商檢查網路線路");
    }

    @Test
    void a_disk_that_cannot_be_written_is_said_on_both_pages() {
        FakeRecorder r = recording(Duration.ofDays(1));
        r.storage = FakeRecorder.storage(
                1_000_000_000_000L, 0, Optional.of(Problem.of(ProblemKind.UNAVAILABLE, "disk-gone", "/dev/sdb")));
        assertThat(page(r)).contains("需要處理");
        assertThat(r.html("/storage", FakeRecorder.chinese(), Map.of())).contains("硬碟現在不能寫入，沒有在錄影。");
    }

    @Test
    void a_broken_audit_chain_is_said_with_the_event_at_which_it_breaks() {
        FakeRecorder r = recording(Duration.ofDays(1));
        for (int i = 0; i < 3; i++) {
            r.event(Actor.osUser("clerk"), AuditAction.PLAYBACK_OPENED, "look:" + i, Map.of("purpose", "repair"));
        }
        assertThat(page(r)).contains("驗證相符").contains("共 3 筆");
        assertThat(r.html("/audit", FakeRecorder.chinese(), Map.of()))
                .contains("目的 設備維修")
                .contains("主機使用者 clerk");
        r.events.set(1, r.events.get(0));
        assertThat(page(r)).contains("驗證不符");
        assertThat(r.html("/audit", FakeRecorder.chinese(), Map.of())).contains("操作紀錄第 1 筆驗證不符");
    }

    @Test
    void the_chain_is_read_anew_only_when_the_last_verdict_is_ten_minutes_old() {
        FakeRecorder r = recording(Duration.ofDays(1)).event(Actor.osUser("a"), AuditAction.CAMERA_ADDED, "", Map.of());
        Instant[] now = {FakeRecorder.NOW};
        ChainCheck check = new ChainCheck(r.ports().audit(), () -> now[0]);
        assertThat(check.verified().verdict().events()).isEqualTo(1);
        r.event(Actor.osUser("a"), AuditAction.CAMERA_REMOVED, "", Map.of());
        now[0] = now[0].plus(Duration.ofMinutes(9));
        assertThat(check.verified().verdict().events()).isEqualTo(1);
        now[0] = now[0].plus(Duration.ofMinutes(2));
        assertThat(check.verified().verdict().events()).isEqualTo(2);
        assertThat(List.of(check.verified().at())).containsExactly(now[0]);
    }

    @Test
    void amounts_are_told_in_the_two_largest_units() {
        var texts = FakeRecorder.chinese();
        assertThat(Amounts.duration(texts, Duration.ofMinutes(137))).isEqualTo("2 小時 17 分");
        assertThat(Amounts.duration(texts, Duration.ofHours(24))).isEqualTo("1 天");
        assertThat(Amounts.duration(texts, Duration.ofSeconds(59))).isEqualTo("59 秒");
        assertThat(Amounts.bytes(41_000_000_000L)).isEqualTo("41 GB");
        assertThat(Amounts.bytes(1_500_000_000_000L)).isEqualTo("1.5 TB");
        assertThat(Amounts.bytes(999_999)).isEqualTo("1.0 MB");
        assertThat(Amounts.offset(texts, -400)).isEqualTo("−0.4 秒");
        assertThat(Amounts.offset(texts, -40)).isEqualTo("0.0 秒");
    }
}
