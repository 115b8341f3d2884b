package tw.nvr.capture.run;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import tw.nvr.capture.clock.LocalClock;
import tw.nvr.capture.clock.StreamClock;
import tw.nvr.capture.source.StreamSink;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.footage.AudioFormat;
import tw.nvr.core.footage.FootageSink;
import tw.nvr.core.footage.Fragment;
import tw.nvr.core.footage.GapCause;
import tw.nvr.core.footage.StreamFormat;
import tw.nvr.core.footage.VideoFormat;

/**
 * Lays the access units of one connection into fragments, and these into runs. A run begins with a key frame and ends when
 * the format changes, the timestamps cannot go on, or the connection ends. For the capture thread; nothing per unit is
 * allocated.
 *
 * <p>A fragment closes after one second of media, and before every key frame that comes at least a quarter of a second
 * after its start; the first of a run after a quarter of a second; all of a camera that is watched after half a second. That is decided when the next
 * unit is complete, because only then is the last one's duration known: the next unit is laid behind it first and
 * moved to a fresh fragment afterwards.
 */
public final class RunBuilder implements StreamSink {
    static final long QUARTER_SECOND = 22_500;
    static final long HALF_SECOND = 45_000;
    static final long SECOND = 90_000;

    private final CameraId camera;
    private final FootageSink sink;
    private final StreamClock clock = new StreamClock();
    private final PictureTable pictures = new PictureTable();
    private final TimestampCheck check = new TimestampCheck();
    private final SoundTrack sound = new SoundTrack();
    private final FragmentFiller filler;
    private final RunOutput output;

    private StreamFormat format;
    private int reorderDepth;
    private StreamFormat nextFormat;
    private int nextReorderDepth;

    private boolean inRun;
    private boolean dropping;
    private boolean noMemory;
    private boolean watched;
    private boolean damagedBefore;
    private boolean clockHolds;
    private GapCause breakCause;
    private long arrival;
    private long seen;

    /** @param sink where its runs go */
    public RunBuilder(CameraId camera, FootageSink sink) {
        this.camera = camera;
        this.sink = sink;
        this.filler = new FragmentFiller(sink.pool());
        this.output = new RunOutput(clock, sink.pool());
    }

    /**
     * A poll of the source begins.
     *
     * @param utcMicros the wall clock now, which is when everything arrives that this poll brings
     */
    public void pollBegins(long utcMicros) {
        arrival = utcMicros;
    }

    /** Whether somebody watches the camera live: fragments, which viewers get as a whole, are then half as long. */
    public void watched(boolean isWatched) {
        watched = isWatched;
    }

    /** The poll is over: fragments that waited for the clock to settle go out. */
    public void pollEnds() {
        if (output.release(arrival)) {
            dropping = inRun;
        }
    }

    @Override
    public void format(VideoFormat video, int depth, Optional<AudioFormat> audio) {
        StreamFormat told = new StreamFormat(video, audio);
        // Part of the next unit may have been laid already; the change takes effect when that unit is complete.
        boolean changed = format == null || !told.equals(format) || depth != reorderDepth;
        nextFormat = changed ? told : null;
        nextReorderDepth = depth;
        if (format == null) {
            applyFormat();
        }
    }

    private void applyFormat() {
        if (nextFormat != null) {
            endRun(null);
            format = nextFormat;
            reorderDepth = nextReorderDepth;
            nextFormat = null;
            sound.format(format.audio().orElse(null));
        }
    }

    @Override
    public ByteBuffer room(int bytes) {
        ByteBuffer room = filler.room(bytes);
        noMemory = room == null;
        return room;
    }

    @Override
    public void dropUnit(boolean lost) {
        seen++;
        filler.rewind();
        if (noMemory) {
            noMemory = false;
            refuse();
            handOn(filler.takeOut(), DecodeTimes.UNKNOWN);
            dropping = inRun;
        } else if (lost) {
            damagedBefore = true;
        }
    }

    @Override
    public void videoUnit(long ticks, boolean key, boolean damaged) {
        seen++;
        if (filler.unitBytes() == 0 || !TimestampCheck.plausible(ticks)) {
            filler.rewind();
            return;
        }
        applyFormat();
        if (inRun) {
            endWhereBroken(ticks);
        }
        sound.picture(ticks * 100 / 9, arrival);
        if (dropping) {
            discardLaid();
        }
        if (filler.isMissing() || (!inRun || dropping) && (!key || format == null)) {
            skip(ticks);
            return;
        }
        if (!inRun) {
            beginRun(ticks);
        }
        take(ticks, key, damaged);
    }

    private void endWhereBroken(long ticks) {
        boolean clockWasSet = breakCause != null;
        GapCause cause = clockWasSet ? breakCause : contradiction(ticks);
        if (cause == null) {
            return;
        }
        endRun(cause);
        clockHolds = false;
        breakCause = null;
        if (clockWasSet) {
            sound.clockWasSet();
        } else {
            sound.pictureJumped();
        }
    }

    /** Why this unit's time cannot follow those before it; {@code null} when it can. */
    private GapCause contradiction(long ticks) {
        GapCause cause = check.next(ticks, arrival).orElse(null);
        return cause == null && !clock.observe(ticks, arrival) ? GapCause.CLOCK : cause;
    }

    /** A unit before the first key frame, or between a refusal and the next one. */
    private void skip(long ticks) {
        if (inRun) {
            pictures.next(ticks);
        }
        filler.rewind();
    }

    private void beginRun(long ticks) {
        check.reset(reorderDepth);
        check.next(ticks, arrival);
        if (!clockHolds || !clock.observe(ticks, arrival)) {
            clock.reset();
            clock.observe(ticks, arrival);
        }
        clockHolds = true;
        pictures.beginRun(reorderDepth);
        sound.beginRun();
        output.begin(sink.openRun(camera, format));
        inRun = true;
        damagedBefore = false;
    }

    private void take(long ticks, boolean key, boolean damaged) {
        dropping = false;
        long decoding = pictures.next(ticks);
        if (pictures.closesBefore(decoding, key, watched)) {
            cut(decoding);
            dropping = filler.isMissing() || output.skipping() && !key;
            if (dropping) {
                filler.rewind();
                return;
            }
        }
        pictures.add(ticks, decoding, filler.unitBytes(), key);
        filler.keepUnit(damaged || damagedBefore);
        damagedBefore = false;
    }

    /** Closes the fragment before the unit that was laid last. */
    private void cut(long nextDecoding) {
        Fragment full = filler.split();
        if (filler.isMissing()) {
            refuse();
        }
        handOn(full, nextDecoding);
    }

    /** Fills the tables of a fragment and hands it on; one without pictures, or none, is no matter. */
    private void handOn(Fragment full, long nextDecoding) {
        if (full == null) {
            return;
        }
        if (pictures.count() == 0) {
            sink.pool().release(full);
            return;
        }
        long shown = pictures.fill(full, nextDecoding);
        sound.layInto(full, sink.pool(), pictures.runStart());
        output.add(full, shown, arrival);
    }

    private void refuse() {
        if (!output.refused()) {
            sink.notRecording(camera, GapCause.DISK, LocalClock.instant(arrival));
        }
        output.refuse();
    }

    /** Forgets the units before the one that was laid last: without the fragment before them they are of no use. */
    private void discardLaid() {
        filler.discardBefore();
        pictures.clear();
        sound.drop();
    }

    private void endRun(GapCause cause) {
        if (!inRun) {
            return;
        }
        if (pictures.count() > 0) {
            cut(DecodeTimes.UNKNOWN);
        }
        inRun = false;
        dropping = false;
        sound.drop();
        output.end(cause, arrival);
    }

    @Override
    public void audioUnit(long ticks, ByteBuffer data) {
        if (breakCause == null) {
            sound.unit(ticks, data, arrival, inRun && !dropping);
        }
    }

    @Override
    public void soundArrived(long ticks) {
        if (breakCause == null && TimestampCheck.plausible(ticks)) {
            sound.arrived(ticks, arrival);
        }
    }

    @Override
    public void senderReport(boolean video, long ticks, long epochMillis) {
        if (TimestampCheck.plausible(ticks)) {
            sound.report(video, ticks, epochMillis);
            if (video) {
                clock.claim(ticks, epochMillis);
            }
        }
    }

    @Override
    public void startedTogether(long videoTicks, long audioTicks) {
        if (TimestampCheck.plausible(videoTicks)) {
            sound.startedTogether(videoTicks, audioTicks);
        }
    }

    /** Ends the run before the next unit, because the clock of this machine was set; a key frame begins another. */
    public void breakRun(GapCause cause) {
        if (inRun) {
            breakCause = cause;
        } else {
            clockHolds = false;
            sound.clockWasSet();
        }
    }

    /**
     * Ends the run with everything that is complete, and gives all memory back; the connection is over.
     *
     * @param cause why no more comes
     */
    public void close(GapCause cause) {
        filler.rewind();
        if (inRun && dropping) {
            discardLaid();
        }
        handOn(filler.takeOut(), DecodeTimes.UNKNOWN);
        if (inRun) {
            inRun = false;
            output.end(cause, arrival);
        }
    }

    /** Units seen so far, usable or not. */
    public long units() {
        return seen;
    }

    /** Whether units are of no use until a key frame comes. */
    public boolean awaitsKeyFrame() {
        return !inRun || dropping;
    }

    /** Fragments that the sink took. */
    public long accepted() {
        return output.accepted();
    }

    /** Whether the latest fragment was refused, or there was no memory for it. */
    public boolean refused() {
        return output.refused();
    }

    /** When the latest recorded picture was taken, UTC microseconds; 0 before the first. */
    public long lastFrameMicros() {
        return output.lastFrameMicros();
    }

    /** How the stream is coded; empty before that is known. */
    public Optional<String> codec() {
        return Optional.ofNullable(format).map(StreamFormat::toString);
    }

    /** What the camera's clock claims less our own, milliseconds. */
    public Optional<Long> claimedOffsetMillis() {
        OptionalLong claimed = clock.claimedOffsetMillis();
        return claimed.isPresent() ? Optional.of(claimed.getAsLong()) : Optional.empty();
    }
}
