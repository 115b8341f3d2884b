package tw.nvr.core.viewing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import tw.nvr.core.audit.Actor;
import tw.nvr.core.audit.AuditAction;
import tw.nvr.core.audit.AuditChain;
import tw.nvr.core.audit.AuditEvent;
import tw.nvr.core.audit.AuditLog;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemException;
import tw.nvr.core.problem.ProblemKind;
import tw.nvr.core.time.TimeRange;

/** No picture without a look, no look without an event: S10, A20, A23. */
class LooksTest {
    private static final CameraId GATE = new CameraId("gate");
    private static final CameraId YARD = new CameraId("yard");
    private static final Actor ALICE = Actor.osUser("alice");
    private static final Instant T = Instant.parse("2026-11-20T00:00:00Z");

    private final Notebook audit = new Notebook();
    private final AtomicInteger numbers = new AtomicInteger();
    private Instant now = T;
    private final Looks looks = new Looks(
            audit,
            () -> now,
            () -> new LookId(String.format(java.util.Locale.ROOT, "%032x", numbers.incrementAndGet())));

    @Test
    void opening_writes_who_what_and_why_before_anything_is_shown() {
        Look look = looks.open(Look.Kind.PLAYBACK, ALICE, Set.of(YARD, GATE), "incident");

        assertThat(audit.events).hasSize(1);
        AuditEvent event = audit.events.get(0);
        assertThat(event.action()).isEqualTo(AuditAction.PLAYBACK_OPENED);
        assertThat(event.actor()).isEqualTo(ALICE);
        assertThat(event.details()).isEqualTo(Map.of("cameras", "gate,yard", "purpose", "incident"));
        assertThat(event.toString()).doesNotContain(look.id().value());
        assertThat(looks.use(look.id(), Look.Kind.PLAYBACK, GATE)).isEqualTo(look);
    }

    @Test
    void when_the_event_cannot_be_written_there_is_no_look() {
        audit.broken = true;

        assertThat(problem(() -> looks.open(Look.Kind.LIVE, ALICE, Set.of(GATE), ""))
                        .key())
                .isEqualTo("records-unavailable");

        assertThat(looks.watchedLive()).isEmpty();
        LookId never = new LookId(String.format(java.util.Locale.ROOT, "%032x", 1));
        assertUnknown(() -> looks.use(never, Look.Kind.LIVE, GATE));
    }

    @Test
    void when_the_event_of_a_stretch_cannot_be_written_the_stretch_stays_closed() {
        Look look = looks.open(Look.Kind.PLAYBACK, ALICE, Set.of(GATE), "");
        audit.broken = true;

        assertThatThrownBy(() -> looks.serve(look.id(), GATE, hour(0))).isInstanceOf(ProblemException.class);

        assertUnknown(() -> looks.require(look.id(), GATE, hour(0)));
        audit.broken = false;
        looks.serve(look.id(), GATE, hour(0));
        looks.require(look.id(), GATE, hour(0));
        assertThat(audit.actions()).containsExactly(AuditAction.PLAYBACK_OPENED, AuditAction.PLAYBACK_SERVED);
    }

    @Test
    void a_stretch_is_written_once_and_footage_outside_of_it_stays_closed() {
        Look look = looks.open(Look.Kind.PLAYBACK, ALICE, Set.of(GATE, YARD), "incident");
        assertUnknown(() -> looks.require(look.id(), GATE, hour(0)));

        looks.serve(look.id(), GATE, hour(0));
        looks.serve(look.id(), GATE, hour(0));

        looks.require(look.id(), GATE, new TimeRange(T.plusSeconds(60), T.plusSeconds(120)));
        assertUnknown(() -> looks.require(look.id(), GATE, hour(1)));
        assertUnknown(() -> looks.require(look.id(), YARD, hour(0)));
        assertThat(audit.actions()).containsExactly(AuditAction.PLAYBACK_OPENED, AuditAction.PLAYBACK_SERVED);
        assertThat(audit.events.get(1).subject()).isEqualTo("camera:gate");
        assertThat(audit.events.get(1).details())
                .containsEntry("from", "2026-11-20T00:00:00Z")
                .containsEntry("to", "2026-11-20T01:00:00Z")
                .containsEntry("purpose", "incident");
    }

    @Test
    void a_look_is_good_for_its_kind_and_its_cameras_only() {
        Look live = looks.open(Look.Kind.LIVE, ALICE, Set.of(GATE), "");

        assertThat(looks.use(live.id(), Look.Kind.LIVE, GATE)).isEqualTo(live);
        assertUnknown(() -> looks.use(live.id(), Look.Kind.LIVE, YARD));
        assertUnknown(() -> looks.use(live.id(), Look.Kind.PLAYBACK, GATE));
        assertUnknown(() -> looks.serve(live.id(), GATE, hour(0)));
        assertThat(audit.actions()).containsExactly(AuditAction.LIVE_OPENED);
    }

    @Test
    void a_look_ends_half_an_hour_after_its_last_use() {
        Look look = looks.open(Look.Kind.LIVE, ALICE, Set.of(GATE), "");
        now = now.plus(Looks.IDLE_LIMIT);
        assertThat(looks.use(look.id(), Look.Kind.LIVE, GATE)).isEqualTo(look);
        now = now.plus(Looks.IDLE_LIMIT);
        assertThat(looks.watchedLive()).containsExactly(GATE);

        now = now.plusMillis(1);

        assertThat(looks.watchedLive()).isEmpty();
        assertUnknown(() -> looks.use(look.id(), Look.Kind.LIVE, GATE));
    }

    @Test
    void the_end_of_a_look_that_ended_by_itself_is_written_once_also_when_that_fails_at_first() {
        looks.open(Look.Kind.LIVE, ALICE, Set.of(GATE), "");
        Instant lastUse = now;
        looks.closeIdle();
        assertThat(audit.actions()).containsExactly(AuditAction.LIVE_OPENED);

        now = now.plus(Looks.IDLE_LIMIT).plusMillis(1);
        assertThat(looks.watchedLive()).isEmpty();
        assertThat(audit.actions()).as("asking writes nothing").containsExactly(AuditAction.LIVE_OPENED);
        audit.broken = true;
        assertThatThrownBy(looks::closeIdle).isInstanceOf(ProblemException.class);
        audit.broken = false;
        looks.closeIdle();
        looks.closeIdle();

        assertThat(audit.actions()).containsExactly(AuditAction.LIVE_OPENED, AuditAction.LOOK_CLOSED);
        assertThat(audit.events.get(1).actor()).isEqualTo(ALICE);
        assertThat(audit.events.get(1).details())
                .containsEntry("cameras", "gate")
                .containsEntry("reason", "idle")
                .containsEntry("lastUse", lastUse.toString());
    }

    @Test
    void closing_ends_a_look_writes_it_once_and_forgets_what_was_permitted() {
        Look look = looks.open(Look.Kind.PLAYBACK, ALICE, Set.of(GATE), "");
        looks.serve(look.id(), GATE, hour(0));

        looks.close(look.id());
        looks.close(look.id());

        assertUnknown(() -> looks.require(look.id(), GATE, hour(0)));
        assertThat(audit.actions())
                .containsExactly(AuditAction.PLAYBACK_OPENED, AuditAction.PLAYBACK_SERVED, AuditAction.LOOK_CLOSED);
    }

    @Test
    void a_look_that_cannot_be_written_as_closed_is_closed_all_the_same() {
        Look look = looks.open(Look.Kind.LIVE, ALICE, Set.of(GATE), "");
        audit.broken = true;

        assertThatThrownBy(() -> looks.close(look.id())).isInstanceOf(ProblemException.class);

        assertUnknown(() -> looks.use(look.id(), Look.Kind.LIVE, GATE));
    }

    @Test
    void too_many_looks_are_refused_before_an_event_is_written_and_room_comes_back() {
        List<Look> open = new ArrayList<>();
        Problem problem = null;
        while (problem == null) {
            try {
                open.add(looks.open(Look.Kind.LIVE, ALICE, Set.of(GATE), ""));
            } catch (ProblemException e) {
                problem = e.problem();
            }
        }
        assertThat(problem.key()).isEqualTo("too-many-looks");
        assertThat(open).hasSize(200);
        assertThat(audit.events).hasSize(200);

        looks.close(open.get(0).id());
        assertThat(looks.open(Look.Kind.LIVE, ALICE, Set.of(GATE), "")).isNotNull();
        now = now.plus(Looks.IDLE_LIMIT).plus(Duration.ofMillis(1));
        assertThat(looks.open(Look.Kind.LIVE, ALICE, Set.of(YARD), "")).isNotNull();
        assertThat(looks.watchedLive()).containsExactly(YARD);
    }

    @Test
    void names_of_looks_are_32_hex_digits() {
        assertThat(LookId.isValid("0123456789abcdef0123456789abcdef")).isTrue();
        assertThat(LookId.isValid("0123456789ABCDEF0123456789ABCDEF")).isFalse();
        assertThatThrownBy(() -> new LookId("secret"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret");
    }

    private static TimeRange hour(int n) {
        return new TimeRange(T.plus(Duration.ofHours(n)), T.plus(Duration.ofHours(n + 1L)));
    }

    private static void assertUnknown(ThrowingCallable call) {
        assertThat(problem(call).key()).isEqualTo("look-unknown");
    }

    private static Problem problem(ThrowingCallable call) {
        return catchThrowableOfType(ProblemException.class, call).problem();
    }

    /** An audit log in memory that can be made to fail. */
    private final class Notebook implements AuditLog {
        private final List<AuditEvent> events = new ArrayList<>();
        private boolean broken;

        @Override
        public AuditEvent append(Actor actor, AuditAction action, String subject, Map<String, String> details) {
            if (broken) {
                throw Problem.of(ProblemKind.UNAVAILABLE, "records-unavailable", "", "")
                        .exception();
            }
            String previous = events.isEmpty()
                    ? AuditEvent.GENESIS
                    : events.get(events.size() - 1).hash();
            AuditEvent event = AuditEvent.link(events.size() + 1L, now, actor, action, subject, details, previous);
            events.add(event);
            return event;
        }

        @Override
        public List<AuditEvent> newest(int limit) {
            return events;
        }

        @Override
        public AuditChain.Verdict verify() {
            throw new UnsupportedOperationException();
        }

        List<AuditAction> actions() {
            return events.stream().map(AuditEvent::action).toList();
        }
    }
}
