package tw.nvr.core.footage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import tw.nvr.core.audit.Actor;
import tw.nvr.core.audit.AuditAction;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.camera.CameraState;

/** Words that stand in journals, databases, hashes and scripts: they may be added to, never changed (K1, S10). */
class WireNamesTest {
    @Test
    void gap_causes() {
        assertThat(Arrays.stream(GapCause.values()).map(GapCause::wireName))
                .containsExactly(
                        "camera-unreachable",
                        "auth",
                        "stream-stalled",
                        "stream-damaged",
                        "disk",
                        "space",
                        "planned",
                        "stopped",
                        "crash",
                        "power",
                        "clock",
                        "unknown");
        assertThat(GapCause.values()).allMatch(c -> GapCause.ofWireName(c.wireName()) == c);
        assertThatThrownBy(() -> GapCause.ofWireName("weather")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void segment_states_and_marks() {
        assertThat(Arrays.stream(SegmentState.values()).map(SegmentState::wireName))
                .containsExactly("open", "sealed", "doomed");
        assertThat(Arrays.stream(SegmentMark.values()).map(SegmentMark::wireName))
                .containsExactly("recovered", "thinned", "time-unverified", "suspect");
        assertThat(SegmentState.values()).allMatch(s -> SegmentState.ofWireName(s.wireName()) == s);
        assertThat(SegmentMark.values()).allMatch(m -> SegmentMark.ofWireName(m.wireName()) == m);
    }

    @Test
    void audit_actions_and_actors() {
        assertThat(Arrays.stream(AuditAction.values()).map(AuditAction::wireName))
                .startsWith(
                        "recorder-started",
                        "recorder-stopped",
                        "volume-initialised",
                        "volume-adopted",
                        "camera-added",
                        "camera-changed",
                        "camera-removed",
                        "live-opened",
                        "playback-opened",
                        "playback-served",
                        "look-closed",
                        "index-rebuilt",
                        "journal-anchored",
                        "records-migrated");
        assertThat(AuditAction.values()).allMatch(a -> AuditAction.ofWireName(a.wireName()) == a);
        assertThat(Arrays.stream(Actor.Kind.values()).map(Actor.Kind::wireName))
                .containsExactly("os-user", "account", "local-console", "system");
        assertThat(Actor.Kind.values()).allMatch(k -> Actor.Kind.ofWireName(k.wireName()) == k);
        assertThatThrownBy(() -> Actor.osUser(" ")).isInstanceOf(IllegalArgumentException.class);
        assertThat(Actor.osUser("alice")).hasToString("os-user:alice");
    }

    @Test
    void camera_states() {
        assertThat(Arrays.stream(CameraState.values()).map(CameraState::wireName))
                .containsExactly(
                        "recording",
                        "connecting",
                        "unreachable",
                        "auth-failed",
                        "stalled",
                        "unusable",
                        "not-stored",
                        "disabled");
    }

    @Test
    void segment_ids_follow_from_camera_start_and_run() {
        SegmentId id = SegmentId.of(new CameraId("front-gate"), 1_763_596_800_123L, 7);

        assertThat(id).hasToString("front-gate.1763596800123.7");
        assertThat(new SegmentId(id.value())).isEqualTo(id);
        for (String bad :
                new String[] {"", "gate", "gate.1", "gate.1.2.3", "../x.1.2", "gate.-1.2", "GATE.1.2", "gate.1.2\n"}) {
            assertThat(SegmentId.isValid(bad)).as(bad).isFalse();
            assertThatThrownBy(() -> new SegmentId(bad)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
