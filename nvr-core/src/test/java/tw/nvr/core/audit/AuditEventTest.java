package tw.nvr.core.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The links of the chain (S10). */
class AuditEventTest {
    private static final Instant AT = Instant.parse("2026-11-20T08:30:05.123456789Z");
    private static final Actor ALICE = Actor.osUser("alice");

    @Test
    void the_hash_is_the_one_that_is_documented() throws Exception {
        AuditEvent event = link("camera:gate", Map.of("to", "b\nc", "from", "a\\"));
        String lines = "0".repeat(64) + "\n1\n1795163405123\nos-user\nalice\nlook-closed\ncamera:gate\n"
                + "from=a\\\\\nto=b\\nc\n";

        byte[] digest = MessageDigest.getInstance("SHA-256").digest(lines.getBytes(StandardCharsets.UTF_8));

        assertThat(event.at()).isEqualTo("2026-11-20T08:30:05.123Z");
        assertThat(event.hash()).isEqualTo(HexFormat.of().formatHex(digest));
        assertThat(event.isIntact()).isTrue();
    }

    @Test
    void every_field_is_covered() {
        AuditEvent e = link("camera:gate", Map.of("a", "b"));
        String other = "1".repeat(64);
        List<AuditEvent> changed = List.of(
                new AuditEvent(2, e.at(), e.actor(), e.action(), e.subject(), e.details(), e.previousHash(), e.hash()),
                new AuditEvent(
                        1,
                        e.at().plusMillis(1),
                        e.actor(),
                        e.action(),
                        e.subject(),
                        e.details(),
                        e.previousHash(),
                        e.hash()),
                new AuditEvent(
                        1,
                        e.at(),
                        Actor.osUser("bob"),
                        e.action(),
                        e.subject(),
                        e.details(),
                        e.previousHash(),
                        e.hash()),
                new AuditEvent(
                        1,
                        e.at(),
                        Actor.system("alice"),
                        e.action(),
                        e.subject(),
                        e.details(),
                        e.previousHash(),
                        e.hash()),
                new AuditEvent(
                        1,
                        e.at(),
                        e.actor(),
                        AuditAction.LIVE_OPENED,
                        e.subject(),
                        e.details(),
                        e.previousHash(),
                        e.hash()),
                new AuditEvent(
                        1, e.at(), e.actor(), e.action(), "camera:yard", e.details(), e.previousHash(), e.hash()),
                new AuditEvent(
                        1, e.at(), e.actor(), e.action(), e.subject(), Map.of("a", "c"), e.previousHash(), e.hash()),
                new AuditEvent(1, e.at(), e.actor(), e.action(), e.subject(), Map.of(), e.previousHash(), e.hash()),
                new AuditEvent(1, e.at(), e.actor(), e.action(), e.subject(), e.details(), other, e.hash()),
                new AuditEvent(1, e.at(), e.actor(), e.action(), e.subject(), e.details(), e.previousHash(), other));

        assertThat(changed).noneMatch(AuditEvent::isIntact);
    }

    @Test
    void details_in_another_order_are_the_same_event() {
        Map<String, String> forward = new LinkedHashMap<>();
        Map<String, String> backward = new LinkedHashMap<>();
        for (int i = 0; i < 20; i++) {
            forward.put("k" + i, "v");
            backward.put("k" + (19 - i), "v");
        }
        assertThat(link("", forward).hash()).isEqualTo(link("", backward).hash());
    }

    @Test
    void no_two_events_share_their_lines_however_their_words_are_made() {
        long seed = 8;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        Map<String, Map<String, String>> seen = new HashMap<>();
        Set<Map<String, String>> distinct = new HashSet<>();
        for (int round = 0; round < 50_000; round++) {
            Map<String, String> details = new HashMap<>();
            for (int i = random.nextInt(3); i > 0; i--) {
                details.put(word(random), word(random));
            }
            String subject = word(random);
            details.put("!", subject);
            distinct.add(details);
            Map<String, String> rest = new HashMap<>(details);
            rest.remove("!");
            Map<String, String> before = seen.put(link(subject, rest).hash(), details);
            if (before != null) {
                assertThat(before).as("seed %d round %d", seed, round).isEqualTo(details);
            }
        }
        assertThat(seen).hasSameSizeAs(distinct);
        assertThat(distinct.size()).isGreaterThan(10_000);
    }

    /** Short words of the letters that could confuse lines and fields. */
    private static String word(Random random) {
        StringBuilder word = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            word.append("\\=\n\rnre".charAt(random.nextInt(7)));
        }
        return word.toString();
    }

    private static AuditEvent link(String subject, Map<String, String> details) {
        return AuditEvent.link(1, AT, ALICE, AuditAction.LOOK_CLOSED, subject, details, AuditEvent.GENESIS);
    }
}
