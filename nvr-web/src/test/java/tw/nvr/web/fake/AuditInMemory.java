package tw.nvr.web.fake;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tw.nvr.core.audit.Actor;
import tw.nvr.core.audit.AuditAction;
import tw.nvr.core.audit.AuditChain;
import tw.nvr.core.audit.AuditEvent;
import tw.nvr.core.audit.AuditLog;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;

/** An audit log that a test can read, and break. Thread-safe. */
public final class AuditInMemory implements AuditLog {
    private final InstantSource clock;
    private final List<AuditEvent> events = new ArrayList<>();
    private boolean broken;

    public AuditInMemory(InstantSource clock) {
        this.clock = clock;
    }

    /** From now on nothing can be written, or again. */
    public synchronized void broken(boolean value) {
        broken = value;
    }

    public synchronized List<AuditEvent> events() {
        return List.copyOf(events);
    }

    /** The actions so far, in order. */
    public synchronized List<AuditAction> actions() {
        return events.stream().map(AuditEvent::action).toList();
    }

    @Override
    public synchronized AuditEvent append(
            Actor actor, AuditAction action, String subject, Map<String, String> details) {
        if (broken) {
            throw Problem.of(ProblemKind.UNAVAILABLE, "records-unavailable").exception();
        }
        String previous = events.isEmpty()
                ? AuditEvent.GENESIS
                : events.get(events.size() - 1).hash();
        AuditEvent event =
                AuditEvent.link(events.size() + 1, clock.instant(), actor, action, subject, details, previous);
        events.add(event);
        return event;
    }

    @Override
    public synchronized List<AuditEvent> newest(int limit) {
        List<AuditEvent> reversed = new ArrayList<>(events);
        Collections.reverse(reversed);
        return List.copyOf(reversed.subList(0, Math.min(limit, reversed.size())));
    }

    @Override
    public AuditChain.Verdict verify() {
        AuditChain chain = new AuditChain();
        events().forEach(chain::accept);
        return new AuditChain.Verdict(chain.count(), chain.head(), Optional.empty(), Optional.empty());
    }
}
