package tw.nvr.core.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AuditChainTest {
    private final AuditEvent first = next(1, AuditEvent.GENESIS);
    private final AuditEvent second = next(2, first.hash());
    private final AuditEvent third = next(3, second.hash());

    @Test
    void events_in_order_fit_and_the_head_follows() {
        AuditChain chain = new AuditChain();
        assertThat(chain.head()).isEqualTo(AuditEvent.GENESIS);

        assertThat(chain.accept(first)).isEmpty();
        assertThat(chain.accept(second)).isEmpty();

        assertThat(chain.count()).isEqualTo(2);
        assertThat(chain.head()).isEqualTo(second.hash());
    }

    @Test
    void a_hole_a_wrong_link_and_changed_content_are_told_apart_and_not_counted() {
        AuditChain chain = new AuditChain();
        chain.accept(first);

        assertThat(chain.accept(third)).contains("sequence");
        assertThat(chain.accept(first)).contains("sequence");
        assertThat(chain.accept(next(2, AuditEvent.GENESIS))).contains("link");
        AuditEvent changed = new AuditEvent(
                2, second.at(), Actor.osUser("bob"), second.action(), "", Map.of(), first.hash(), second.hash());
        assertThat(chain.accept(changed)).contains("content");

        assertThat(chain.count()).isEqualTo(1);
        assertThat(chain.accept(second)).isEmpty();
    }

    @Test
    void a_verdict_is_intact_when_nothing_broke() {
        assertThat(new AuditChain.Verdict(1, "", Optional.empty(), Optional.empty()).intact())
                .isTrue();
        assertThat(new AuditChain.Verdict(1, "", Optional.of(2L), Optional.of("link")).intact())
                .isFalse();
    }

    private static AuditEvent next(long seq, String previous) {
        return AuditEvent.link(
                seq, Instant.EPOCH, Actor.osUser("alice"), AuditAction.LOOK_CLOSED, "", Map.of(), previous);
    }
}
