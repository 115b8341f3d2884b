package tw.nvr.capture.rtp;

import java.nio.ByteBuffer;
import tw.nvr.capture.source.StreamSink;
import tw.nvr.core.footage.VideoFormat;

/**
 * Makes access units out of NAL units and lays them into the sink; what a NAL unit means, the {@link VideoSyntax} says.
 * Capture thread only.
 *
 * <p><b>Where a unit ends.</b> A picture starts with the slice that says it is the first, or with an access unit
 * delimiter (H.264 7.4.1.2.3, H.265 7.4.2.4.4). A new timestamp ends a unit too, unless the slice that bears it says that it continues the
 * picture and nothing was lost. A marker bit ends a unit at once where it is believed ({@link MarkerTrust}); elsewhere the
 * unit waits for the first NAL unit of the next one.
 *
 * <p><b>Parameter sets</b> are taken out. New ones come into force with the next key frame, before which the sink is told.
 * Nothing is laid before the first key frame whose sets are known. A picture that uses a set changed without a key frame
 * is damaged: the container cannot say so. Pictures that can never be decoded because recording begins behind what they
 * refer to are left out.
 *
 * <p><b>Loss.</b> A NAL unit that is not whole is taken out and its access unit is damaged; when no slice is left, it is
 * dropped. A unit whose end was not seen before the loss is damaged.
 */
final class AccessUnits {
    /** Where the bytes of the NAL unit in hand go. */
    private enum Target {
        NONE,
        SET,
        LEAD,
        SINK,
        NOWHERE
    }

    private final SoundFormat sound;
    private final VideoSyntax syntax;
    private final ParameterSets sets;
    private final int headerBytes;
    private final LeadingNals lead;
    private final UnitWriter writer = new UnitWriter();
    private final MarkerTrust trust = new MarkerTrust();
    private final byte[] set;
    private VideoFormat announced;
    private boolean endedByMarker;
    private long damagedUnits;
    private long handedOver;

    private Target target = Target.NONE;
    private VideoSyntax.Kind kind = VideoSyntax.Kind.OTHER;
    private int setLength;

    // The unit in hand; it is in hand from its first slice on.
    private boolean inHand;
    private long unitTicks;
    private boolean ignored;
    private boolean damaged;
    private boolean markerSeen;

    AccessUnits(SoundFormat sound, VideoSyntax syntax, ParameterSets sets) {
        this.sound = sound;
        this.syntax = syntax;
        this.sets = sets;
        this.headerBytes = syntax.headerBytes();
        this.lead = new LeadingNals(syntax);
        this.set = new byte[syntax.longestSet()];
    }

    /** Packets are missing before what comes next. */
    void lost(StreamSink sink) {
        abortNal();
        if (inHand && markerSeen) {
            endUnit(sink);
        }
        endedByMarker = false;
        if (inHand) {
            damaged = true;
        } else if (announced != null) {
            damagedUnits++;
            sink.dropUnit(true);
        }
    }

    /**
     * Starts a NAL unit.
     *
     * @param header its header, one or two bytes
     * @param body absolute index of the first bytes behind the header, to look at; not laid yet
     * @param length how many of them there are
     */
    void beginNal(int header, ByteBuffer buf, int body, int length, long ticks, StreamSink sink) {
        finishNal(); // one without end bit, and nothing was lost: some cameras never set it
        kind = syntax.look(header, buf, body, length);
        if (kind == VideoSyntax.Kind.FOREIGN) {
            target = Target.NOWHERE;
            return;
        }
        if (inHand && startsNextUnit(ticks)) {
            endUnit(sink);
        } else if (inHand && markerSeen) {
            trust.lied();
        }
        if (kind == VideoSyntax.Kind.SLICE) {
            beginSlice(ticks, sink);
        }
        target = targetOf();
        switch (target) {
            case SET -> beginSet(header);
            case LEAD -> target = lead.begin(header) ? Target.LEAD : Target.NOWHERE;
            case SINK -> writer.beginNal(header, headerBytes, sink);
            case NONE, NOWHERE -> {}
        }
    }

    private void beginSet(int header) {
        setLength = 0;
        if (headerBytes > 1) {
            set[setLength++] = (byte) (header >> 8);
        }
        set[setLength++] = (byte) header;
    }

    private Target targetOf() {
        return switch (kind) {
            case SET -> Target.SET;
            case FOREIGN -> Target.NOWHERE;
            case SLICE, DELIMITER, SEI, OTHER -> !inHand ? Target.LEAD : ignored ? Target.NOWHERE : Target.SINK;
        };
    }

    private boolean startsNextUnit(long ticks) {
        boolean newTime = ticks != unitTicks;
        return switch (kind) {
            // Two fields of a frame may share a timestamp: they stay together in one sample.
            case SLICE -> syntax.firstSlice() ? newTime || sets.framesOnly() : newTime && (damaged || markerSeen);
            case DELIMITER -> true;
            case SET, SEI, OTHER, FOREIGN -> newTime;
        };
    }

    private void beginSlice(long ticks, StreamSink sink) {
        if (inHand) {
            syntax.addSlice();
        } else {
            beginUnit(ticks, sink);
        }
        damaged |= sets.changedSince(syntax.ppsId());
    }

    private void beginUnit(long ticks, StreamSink sink) {
        inHand = true;
        unitTicks = ticks;
        syntax.beginPicture(lead.recoveryPoint());
        damaged = !syntax.firstSlice();
        if (damaged && endedByMarker) {
            trust.lied(); // that marker came in the middle of this picture
        }
        if (syntax.key()) {
            announce(sink);
        }
        ignored = announced == null || syntax.undecodable();
        if (!ignored) {
            writer.layLeading(lead, sink);
        }
        lead.clear();
    }

    private void announce(StreamSink sink) {
        VideoFormat wanted = sets.formatFor(syntax.ppsId());
        boolean newPictures = wanted != null && !wanted.equals(announced);
        if (newPictures) {
            announced = wanted;
            syntax.decodingStarts();
        }
        if (newPictures || announced != null && sound.changed()) {
            sink.format(announced, sets.reorderDepth(), sound.tell());
        }
    }

    /** Bytes of the NAL unit that was begun. */
    void append(ByteBuffer buf, int offset, int length, StreamSink sink) {
        switch (target) {
            case SET -> {
                if (setLength + length > set.length) {
                    target = Target.NOWHERE;
                    return;
                }
                buf.get(offset, set, setLength, length);
                setLength += length;
            }
            case LEAD -> target = lead.append(buf, offset, length) ? Target.LEAD : Target.NOWHERE;
            case SINK -> writer.append(buf, offset, length, sink);
            case NONE, NOWHERE -> {}
        }
    }

    /** The NAL unit that was begun, if one was, is whole. */
    void finishNal() {
        switch (target) {
            case SET -> sets.put(set, setLength);
            case LEAD -> lead.finish(kind == VideoSyntax.Kind.SEI);
            case SINK -> writer.finishNal(kind == VideoSyntax.Kind.SLICE);
            case NONE, NOWHERE -> {}
        }
        target = Target.NONE;
    }

    private void abortNal() {
        switch (target) {
            case LEAD -> lead.abort();
            case SINK -> {
                writer.abortNal();
                damaged = true;
            }
            case NONE, SET, NOWHERE -> {}
        }
        target = Target.NONE;
    }

    /** Something that may belong to the unit in hand could not be read. */
    void damage() {
        damaged |= inHand;
    }

    /**
     * A further fragment of the NAL unit that was begun.
     *
     * @return false when none was begun: its start was lost, and the fragment is of no use
     */
    boolean continueNal() {
        if (target == Target.NONE) {
            damage();
            return false;
        }
        if (inHand && markerSeen) {
            trust.lied(); // it came before the end of a NAL unit
        }
        return true;
    }

    /** The packet that was taken last bore the marker bit. Without a slice before it, it means nothing. */
    void marker(StreamSink sink) {
        if (inHand) {
            markerSeen = true;
            if (trust.trusted()) {
                endUnit(sink);
            }
        }
    }

    /** No more will come. */
    void end(StreamSink sink) {
        abortNal();
        if (inHand && markerSeen) {
            endUnit(sink);
        } else if (inHand && !ignored) {
            sink.dropUnit(false);
        }
        reset();
        lead.clear();
    }

    private void endUnit(StreamSink sink) {
        finishNal();
        boolean key = syntax.key();
        if (!damaged) {
            trust.unitEnded(markerSeen, key);
        }
        if (!ignored) {
            handOver(key, sink);
        }
        endedByMarker = markerSeen;
        reset();
    }

    private void handOver(boolean key, StreamSink sink) {
        boolean broken = damaged || writer.full();
        damagedUnits += broken ? 1 : 0;
        if (writer.full()) {
            return; // dropped when there was no room
        }
        if (writer.slices() == 0) {
            sink.dropUnit(true);
            return;
        }
        handedOver++;
        sink.videoUnit(unitTicks, key, damaged);
    }

    private void reset() {
        writer.reset();
        inHand = false;
        ignored = false;
        damaged = false;
        markerSeen = false;
    }

    /** Units that were damaged or dropped, and stretches of loss between units. */
    long damagedUnits() {
        return damagedUnits;
    }

    long handedOver() {
        return handedOver;
    }
}
