package tw.nvr.capture.simulated;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import tw.nvr.capture.simulated.Misbehaviour.KeyFrames;

/**
 * Plays a programme to one client: takes units when they are due, cuts them into packets, spreads them over time, goes
 * wrong where it is told to. Used by the server's thread only.
 */
final class Player {
    private static final long REPORT_EVERY_NANOS = 5 * Unit.NANOS;

    private final Settings settings;
    private final Misbehaviour misbehaviour;
    private final Programme programme;
    private final Programme.Reel reel;
    private final Optional<RtpTrack> video;
    private final Optional<RtpTrack> sound;
    private final SentStream log;
    private final Outbox out;
    private final Random drops;
    private final Pace pace;
    private final PriorityQueue<Packet> packets =
            new PriorityQueue<>(Comparator.comparingLong(Packet::dueNanos).thenComparingLong(Packet::order));
    private Unit ahead;
    private ParameterSets setsSent;
    private int planAt;
    private long order;
    private long jumpNanos;
    private long nextReportNanos;
    private boolean stalled;
    private boolean keyAwaited;
    private boolean keySent;
    private boolean playing;

    /** A packet and when it is due: media time since PLAY. */
    private record Packet(long dueNanos, long order, int channel, byte[] bytes) {}

    /** Where the wall clock, elapsed time and media time stood at PLAY. */
    record Pace(Instant wall, long nanos, double speed) {
        long media(long now) {
            return (long) ((now - nanos) * speed);
        }

        /** Elapsed time until some media time. */
        long until(long mediaNanos, long now) {
            return (long) (mediaNanos / speed) - (now - nanos);
        }
    }

    Player(
            Settings settings,
            Misbehaviour misbehaviour,
            Programme programme,
            long serverMediaNanos,
            Optional<RtpTrack> video,
            Optional<RtpTrack> sound,
            SentStream log,
            Outbox out,
            Pace pace) {
        this.settings = settings;
        this.misbehaviour = misbehaviour;
        this.programme = programme;
        this.reel = programme.play(serverMediaNanos);
        this.video = video;
        this.sound = sound;
        this.log = log;
        this.out = out;
        this.pace = pace;
        this.drops = new Random(settings.seed());
        this.stalled = misbehaviour.silent();
        this.playing = true;
    }

    /** Unwrapped timestamp at media time zero, for RTP-Info (RFC 2326 12.33). */
    long startTicks(RtpTrack track) {
        return track.ticks(Unit.ticks(reel.originNanos(), track.ticksPerSecond));
    }

    /** PAUSE: what is due meanwhile is left out, as a live stream does. */
    void pause() {
        playing = false;
    }

    void play() {
        keyAwaited |= !playing;
        playing = true;
    }

    void stall() {
        stalled = true;
    }

    void resume() {
        stalled = false;
        keyAwaited = true;
    }

    void jump(long nanos) {
        jumpNanos += nanos;
    }

    void nextClip() {
        reel.nextClip();
    }

    /**
     * Puts what is due into the outbox.
     *
     * @param now elapsed time
     * @param connection where a planned fault strikes
     * @return nanoseconds of elapsed time until there is more to do
     */
    long pump(long now, Connection connection) {
        long media = pace.media(now);
        while (out.size() < Outbox.FULL) {
            if (ahead == null) {
                ahead = reel.next();
            }
            if (ahead.dueNanos() > media) {
                break;
            }
            strike(ahead.dueNanos(), connection);
            if (connection.closing()) {
                return 0;
            }
            take(ahead);
            ahead = null;
        }
        while (!packets.isEmpty() && packets.peek().dueNanos() <= media) {
            send(packets.poll());
        }
        report(now);
        long next = ahead == null ? media + Unit.NANOS / 100 : ahead.dueNanos();
        if (!packets.isEmpty()) {
            next = Math.min(next, packets.peek().dueNanos());
        }
        return pace.until(next, now);
    }

    void close() {
        reel.close();
        log.end();
    }

    private void strike(long media, Connection connection) {
        List<Settings.Planned> plan = settings.plan();
        while (planAt < plan.size() && plan.get(planAt).nanos() <= media) {
            connection.strike(plan.get(planAt++).fault());
        }
    }

    private void take(Unit unit) {
        Optional<RtpTrack> track = unit.video() ? video : sound;
        if (track.isEmpty() || stalled || !playing || unit.video() && leftOut(unit)) {
            return;
        }
        long jump = Unit.ticks(jumpNanos, track.get().ticksPerSecond);
        long ticks = track.get().ticks(unit.pts()) + jump;
        List<byte[]> cut = unit.video()
                ? Packetizer.video(
                        track.get(), unit, setsFor(unit), settings.aggregate(), ticks, misbehaviour.markers())
                : Packetizer.sound(
                        track.get(), unit, programme.sound().orElseThrow().codec(), ticks);
        boolean whole = true;
        long step = settings.delivery() == Delivery.PACED && unit.video() ? unit.spanNanos() / (cut.size() + 1) : 0;
        for (int i = 0; i < cut.size(); i++) {
            if (unit.video() && drops.nextDouble() < misbehaviour.dropRate()) {
                whole = false;
                log.dropped();
            } else {
                packets.add(new Packet(unit.dueNanos() + i * step, order++, track.get().rtpChannel, cut.get(i)));
            }
        }
        log.unit(SentUnit.of(unit, ticks, whole));
    }

    private boolean leftOut(Unit unit) {
        KeyFrames which = misbehaviour.keyFrames();
        if (unit.key() && (which == KeyFrames.NONE || which == KeyFrames.FIRST_ONLY && keySent)) {
            return true;
        }
        keyAwaited &= !unit.key();
        keySent |= unit.key();
        return keyAwaited;
    }

    private ParameterSets setsFor(Unit unit) {
        boolean first = setsSent == null;
        boolean changed = first ? unit.sets() != programme.sets() : unit.sets() != setsSent;
        boolean wanted = switch (misbehaviour.inBand()) {
            case EVERY_KEY_FRAME -> unit.key();
            case FIRST_KEY_FRAME -> unit.key() && first;
            case NEVER -> false;
        };
        if (unit.key()) {
            setsSent = unit.sets();
        }
        return wanted || changed && unit.key() ? unit.sets() : null;
    }

    private void send(Packet packet) {
        log.packet(packet.bytes().length);
        out.frame(packet.channel(), packet.bytes());
    }

    private void report(long now) {
        if (stalled || !playing || log.packets() == 0 || now - pace.nanos() < nextReportNanos) {
            return;
        }
        nextReportNanos = now - pace.nanos() + REPORT_EVERY_NANOS;
        // both clocks are read anew, side by side: drawing and encoding took time since the turn began
        long media = pace.media(settings.ticker().nanos());
        // at another speed the reports keep the media's own time, so that both clocks in them run alike
        Instant wall =
                pace.speed() == 1 ? settings.wall().instant() : pace.wall().plusNanos(media);
        video.ifPresent(t -> report(t, wall, media));
        sound.ifPresent(t -> report(t, wall, media));
    }

    private void report(RtpTrack track, Instant wall, long media) {
        long pts = Unit.ticks(reel.originNanos() + media + jumpNanos, track.ticksPerSecond);
        out.frame(track.rtpChannel + 1, track.senderReport(wall, track.ticks(pts)));
    }
}
