package tw.nvr.core.viewing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import tw.nvr.core.audit.Actor;
import tw.nvr.core.audit.AuditAction;
import tw.nvr.core.audit.AuditLog;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;
import tw.nvr.core.time.TimeRange;

/**
 * The looks that are open, and the guard in front of all footage: nobody gets a byte without a look, and no look, and no
 * stretch of footage within a look, is given before its audit event is on disk (S10). Thread-safe.
 */
public final class Looks {
    /** A look ends by itself this long after it was last used. */
    public static final Duration IDLE_LIMIT = Duration.ofMinutes(30);

    private static final int MOST_OPEN = 200;

    private final AuditLog audit;
    private final InstantSource clock;
    private final Supplier<LookId> ids;
    private final Map<LookId, Open> open = new HashMap<>();
    private final Deque<Open> idle = new ArrayDeque<>();

    /** @param ids makes unguessable names */
    public Looks(AuditLog audit, InstantSource clock, Supplier<LookId> ids) {
        this.audit = audit;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * Opens a look. Returns after its audit event was committed.
     *
     * @throws tw.nvr.core.problem.ProblemException when the event could not be written, or too many looks are open
     */
    public Look open(Look.Kind kind, Actor actor, Set<CameraId> cameras, String purpose) {
        Instant now = clock.instant();
        synchronized (this) {
            dropIdle(now);
            if (open.size() >= MOST_OPEN) {
                throw Problem.of(ProblemKind.UNAVAILABLE, "too-many-looks", MOST_OPEN)
                        .exception();
            }
        }
        Look look = new Look(ids.get(), kind, actor, cameras, purpose, now);
        AuditAction action = kind == Look.Kind.LIVE ? AuditAction.LIVE_OPENED : AuditAction.PLAYBACK_OPENED;
        audit.append(
                actor, action, "look:" + shortName(look.id()), Map.of("cameras", names(cameras), "purpose", purpose));
        synchronized (this) {
            open.put(look.id(), new Open(look, now));
        }
        return look;
    }

    /**
     * The open look of that name, for that kind and camera, and counts as a use of it.
     *
     * @throws tw.nvr.core.problem.ProblemException {@code look-unknown} when there is none or it does not allow this
     */
    public synchronized Look use(LookId id, Look.Kind kind, CameraId camera) {
        Instant now = clock.instant();
        dropIdle(now);
        Open o = open.get(id);
        if (o == null || o.look.kind() != kind || !o.look.cameras().contains(camera)) {
            throw Problem.of(ProblemKind.REFUSED, "look-unknown").exception();
        }
        o.lastUse = now;
        return o.look;
    }

    /**
     * Permits a stretch of recorded footage within a look and writes the audit event the first time that stretch is asked
     * for.
     */
    public void serve(LookId id, CameraId camera, TimeRange range) {
        Look look = use(id, Look.Kind.PLAYBACK, camera);
        String stretch = camera + "@" + range.start() + "/" + range.end();
        synchronized (this) {
            Open o = open.get(id);
            if (o != null && o.served.contains(stretch)) {
                return;
            }
        }
        audit.append(
                look.actor(),
                AuditAction.PLAYBACK_SERVED,
                "camera:" + camera,
                Map.of(
                        "look", shortName(id),
                        "from", range.start().toString(),
                        "to", range.end().toString(),
                        "purpose", look.purpose()));
        synchronized (this) {
            Open o = open.get(id);
            if (o != null) {
                o.served.add(stretch);
                o.permitted.computeIfAbsent(camera, c -> new HashSet<>()).add(range);
            }
        }
    }

    /**
     * Checks that footage of a time was permitted before by {@link #serve}.
     *
     * @throws tw.nvr.core.problem.ProblemException {@code look-unknown} when it was not
     */
    public void require(LookId id, CameraId camera, TimeRange range) {
        use(id, Look.Kind.PLAYBACK, camera);
        synchronized (this) {
            Open o = open.get(id);
            boolean permitted = o != null
                    && o.permitted.getOrDefault(camera, Set.of()).stream().anyMatch(r -> r.overlaps(range));
            if (!permitted) {
                throw Problem.of(ProblemKind.REFUSED, "look-unknown").exception();
            }
        }
    }

    /** Ends a look; saying so twice changes nothing. */
    public void close(LookId id) {
        Optional<Open> o;
        synchronized (this) {
            o = Optional.ofNullable(open.remove(id));
        }
        o.ifPresent(x -> audit.append(
                x.look.actor(),
                AuditAction.LOOK_CLOSED,
                "look:" + shortName(id),
                Map.of("cameras", names(x.look.cameras()))));
    }

    /** Whose live pictures somebody is watching now. */
    public synchronized Set<CameraId> watchedLive() {
        dropIdle(clock.instant());
        Set<CameraId> all = new TreeSet<>();
        for (Open o : open.values()) {
            if (o.look.kind() == Look.Kind.LIVE) {
                all.addAll(o.look.cameras());
            }
        }
        return all;
    }

    /** The first digits suffice to find a look again and do not let a reader of the audit log use it. */
    private static String shortName(LookId id) {
        return id.value().substring(0, 8);
    }

    private static String names(Set<CameraId> cameras) {
        return String.join(
                ",", new TreeSet<>(cameras.stream().map(CameraId::value).toList()));
    }

    /**
     * Writes the end of every look that ended by itself; called every minute or so, because those who find out that a look
     * is idle (the capture thread among them) must not wait for a database. What cannot be written now is written next time.
     *
     * @throws tw.nvr.core.problem.ProblemException when an event could not be written
     */
    public void closeIdle() {
        Open o = nextIdle();
        while (o != null) {
            try {
                audit.append(
                        o.look.actor(),
                        AuditAction.LOOK_CLOSED,
                        "look:" + shortName(o.look.id()),
                        Map.of(
                                "cameras", names(o.look.cameras()),
                                "lastUse", o.lastUse.toString(),
                                "reason", "idle"));
            } catch (RuntimeException e) {
                putBack(o);
                throw e;
            }
            o = nextIdle();
        }
    }

    private synchronized Open nextIdle() {
        dropIdle(clock.instant());
        return idle.poll();
    }

    private synchronized void putBack(Open o) {
        idle.addFirst(o);
    }

    private void dropIdle(Instant now) {
        for (Iterator<Open> i = open.values().iterator(); i.hasNext(); ) {
            Open o = i.next();
            if (o.lastUse.plus(IDLE_LIMIT).isBefore(now)) {
                i.remove();
                idle.add(o);
            }
        }
    }

    private static final class Open {
        private final Look look;
        private final Set<String> served = new HashSet<>();
        private final Map<CameraId, Set<TimeRange>> permitted = new HashMap<>();
        private Instant lastUse;

        Open(Look look, Instant now) {
            this.look = look;
            this.lastUse = now;
        }
    }
}
