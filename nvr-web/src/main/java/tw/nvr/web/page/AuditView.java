package tw.nvr.web.page;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tw.nvr.core.audit.Actor;
import tw.nvr.core.audit.AuditEvent;
import tw.nvr.core.audit.AuditLog;
import tw.nvr.core.problem.Texts;

/**
 * What the page 操作紀錄 shows. Immutable.
 *
 * @param anchor hash of the last event, which a person may write down to prove later that nothing before it was changed
 */
public record AuditView(Said status, List<Row> rows, String anchor) {
    static final int NEWEST = 100;

    private static final int HASH_SHOWN = 16;

    /** One event in words. */
    public record Row(String seq, String when, String who, String what, String details) {}

    static AuditView of(Frame frame, AuditLog audit, ChainCheck chain) {
        ChainCheck.Verified v = chain.verified();
        String verdict = v.verdict().intact()
                ? frame.t("audit.status", v.verdict().events(), frame.dates().brief(v.at(), frame.now()))
                : frame.t("audit.broken", v.verdict().brokenAt().orElse(0L));
        return new AuditView(
                v.verdict().intact() ? Said.good(verdict) : Said.serious(verdict),
                audit.newest(NEWEST).stream().map(e -> row(frame, e)).toList(),
                v.verdict().head().substring(0, HASH_SHOWN));
    }

    private static Row row(Frame frame, AuditEvent e) {
        Texts texts = frame.texts();
        return new Row(
                Long.toString(e.seq()),
                frame.dates().shortDay(frame.dates().dayOf(e.at())) + " "
                        + frame.dates().time(e.at()),
                actor(texts, e.actor()),
                texts.get("audit.action." + e.action().wireName()),
                details(texts, e));
    }

    static String actor(Texts texts, Actor actor) {
        return texts.get("actor." + actor.kind().wireName(), actor.name());
    }

    /** Subject and details: known names in words, others as they are. */
    private static String details(Texts texts, AuditEvent e) {
        Map<String, String> sorted = new TreeMap<>(e.details());
        String list = sorted.entrySet().stream()
                .map(d -> name(texts, d.getKey()) + " " + value(texts, d.getKey(), d.getValue()))
                .collect(Collectors.joining(texts.get("audit.separator")));
        if (e.subject().isEmpty()) {
            return list;
        }
        return list.isEmpty() ? e.subject() : e.subject() + texts.get("audit.separator") + list;
    }

    private static String name(Texts texts, String key) {
        String known = "audit.detail." + key;
        return texts.has(known) ? texts.get(known) : key;
    }

    private static String value(Texts texts, String key, String value) {
        String purpose = "purpose." + value;
        return key.equals("purpose") && texts.has(purpose) ? texts.get(purpose) : value;
    }
}
