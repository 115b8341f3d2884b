package tw.nvr.capture.rtp;

import java.nio.ByteBuffer;
import tw.nvr.capture.source.StreamSink;
import tw.nvr.core.footage.AudioFormat;

/**
 * Takes AAC out of RTP (RFC 3640, mpeg4-generic, modes AAC-hbr and AAC-lbr): several units per packet, or one unit over
 * several packets. Capture thread only. Packets whose AU headers cannot be are counted and left; sound that is lost leaves
 * a hole in the ticks.
 */
public final class AacDepacketizer implements Depacketizer {
    /** Largest access unit in bytes: 6144 bits for each of 8 channels (ISO/IEC 14496-3 4.5.3.1), and some. */
    public static final int MAX_UNIT_BYTES = 8192;

    private static final int ADTS_BYTES = 7;

    private final int clockRate;
    private final int sampleRate;
    private final AacParameters parameters;
    private final AuHeaderReader headers;
    private final ByteBuffer unit = ByteBuffer.allocate(MAX_UNIT_BYTES);
    private int fragmentSize;
    private long fragmentTicks;
    private long damagedUnits;

    /**
     * Made anew for every connection.
     *
     * @param clockRate of the rtpmap
     * @param format what the configuration says; its sample rate is the sink's clock
     */
    public AacDepacketizer(int clockRate, AudioFormat format, AacParameters parameters) {
        this.clockRate = clockRate;
        this.sampleRate = format.sampleRate();
        this.parameters = parameters;
        this.headers = new AuHeaderReader(parameters);
    }

    @Override
    public void packet(
            ByteBuffer buf, int offset, int length, long ticks, boolean marker, boolean lost, StreamSink sink) {
        if (fragmentSize > 0 && (lost || ticks != fragmentTicks)) {
            damagedUnits++;
            fragmentSize = 0;
        }
        int end = offset + length;
        int data = offset;
        int headerBits = 0;
        if (parameters.hasHeaders()) {
            headerBits = length < 2 ? 0 : buf.getShort(offset) & 0xffff;
            data = offset + 2 + (headerBits + 7 >> 3);
        }
        data += auxiliaryBytes(buf, data, end);
        if (length == 0 || data >= end || parameters.hasHeaders() && headerBits == 0) {
            damagedUnits += length == 0 ? 0 : 1;
            return;
        }
        headers.reset(buf, offset + 2, headerBits);
        if (fragmentSize > 0) {
            continueUnit(buf, data, end, sink);
        } else {
            units(buf, data, end, ticks, sink);
        }
    }

    private int auxiliaryBytes(ByteBuffer buf, int at, int end) {
        if (parameters.auxiliaryLength() == 0 || at >= end) {
            return 0;
        }
        long bits = 0;
        for (int i = 0; i < parameters.auxiliaryLength(); i++) {
            int index = at + (i >> 3);
            bits = bits << 1 | (index < end ? buf.get(index) >> 7 - (i & 7) & 1 : 0);
        }
        return (int) Math.min(end - at, parameters.auxiliaryLength() + bits + 7 >> 3);
    }

    private void units(ByteBuffer buf, int data, int end, long ticks, StreamSink sink) {
        int at = data;
        int number = 0;
        while (at < end && nextSize()) {
            number += number == 0 ? 0 : headers.skipped();
            int size = headers.size();
            if (size <= 0 || size > MAX_UNIT_BYTES) {
                damagedUnits++;
                return;
            }
            if (size > end - at) {
                beginUnit(buf, at, end, size, number, ticks);
                return;
            }
            unit.clear();
            copy(buf, at, size);
            deliver(size, sinkTicks(ticks) + (long) number * AudioFormat.SAMPLES_PER_UNIT, sink);
            at += size;
            number++;
        }
    }

    private boolean nextSize() {
        return headers.next() || !parameters.hasHeaders();
    }

    /** A fragment is alone in its packet (RFC 3640 3.2.3.2); anything else is a wrong length. */
    private void beginUnit(ByteBuffer buf, int at, int end, int size, int number, long ticks) {
        if (number > 0) {
            damagedUnits++;
            return;
        }
        fragmentSize = size;
        fragmentTicks = ticks;
        unit.clear();
        copy(buf, at, end - at);
    }

    private void continueUnit(ByteBuffer buf, int at, int end, StreamSink sink) {
        int length = end - at;
        if (!nextSize() || unit.position() + length > fragmentSize) {
            damagedUnits++;
            fragmentSize = 0;
            return;
        }
        copy(buf, at, length);
        if (unit.position() == fragmentSize) {
            deliver(fragmentSize, sinkTicks(fragmentTicks), sink);
            fragmentSize = 0;
        }
    }

    private void copy(ByteBuffer buf, int at, int length) {
        int position = unit.position();
        unit.put(position, buf, at, length).position(position + length);
    }

    /** Hands over what was copied. */
    private void deliver(int size, long ticks, StreamSink sink) {
        unit.limit(size).position(adtsBytes(unit, size));
        sink.audioUnit(ticks, unit);
    }

    /** Some cameras leave the ADTS header on (ISO/IEC 13818-7 6.2); a raw unit cannot start with its sync word. */
    private static int adtsBytes(ByteBuffer buf, int size) {
        if (size <= ADTS_BYTES || (buf.getShort(0) & 0xfff6) != 0xfff0) {
            return 0;
        }
        int claimed = (buf.getInt(3) & 0x3ffe000) >> 13;
        int header = (buf.get(1) & 1) == 0 ? ADTS_BYTES + 2 : ADTS_BYTES;
        return claimed == size && header < size ? header : 0;
    }

    @Override
    public void end(StreamSink sink) {
        fragmentSize = 0;
    }

    @Override
    public long damagedUnits() {
        return damagedUnits;
    }

    @Override
    public long sinkTicks(long rtpTicks) {
        return TimestampUnwrapper.scale(rtpTicks, clockRate, sampleRate);
    }
}
