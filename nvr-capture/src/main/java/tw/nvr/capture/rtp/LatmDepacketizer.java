package tw.nvr.capture.rtp;

import java.nio.ByteBuffer;
import java.util.Optional;
import tw.nvr.capture.codec.BitReader;
import tw.nvr.capture.codec.CodecException;
import tw.nvr.capture.codec.LatmConfig;
import tw.nvr.capture.source.StreamSink;
import tw.nvr.core.footage.AudioFormat;

/**
 * Takes AAC out of LATM (RFC 6416, MP4A-LATM): one audioMuxElement (ISO/IEC 14496-3 1.7.3) in a packet or over several,
 * with its configuration in the description or in band. Capture thread only. Elements that make no sense are counted and
 * left.
 */
public final class LatmDepacketizer implements Depacketizer {
    /** Largest audioMuxElement in bytes. */
    private static final int MAX_ELEMENT_BYTES = 64 * 1024;

    private final int clockRate;
    private final boolean configInBand;
    private final SoundFormat sound;
    private final BitReader in = new BitReader();
    private final ByteBuffer element = ByteBuffer.allocate(MAX_ELEMENT_BYTES);
    private final ByteBuffer unit = ByteBuffer.allocate(AacDepacketizer.MAX_UNIT_BYTES);
    private LatmConfig config;
    private byte[] configBits = new byte[0];
    private long configLength;
    private boolean collecting;
    private boolean fragmented;
    private boolean broken;
    private long elementTicks;
    private long damagedUnits;

    /**
     * Made anew for every connection.
     *
     * @param clockRate of the rtpmap
     * @param configInBand the parameter cpresent
     * @param described what the parameter config says; empty where it is missing or cannot be understood
     * @param sound is told what the stream says of itself
     */
    public LatmDepacketizer(int clockRate, boolean configInBand, Optional<LatmConfig> described, SoundFormat sound) {
        this.clockRate = clockRate;
        this.configInBand = configInBand;
        this.config = described.orElse(null);
        this.sound = sound;
    }

    @Override
    public void packet(
            ByteBuffer buf, int offset, int length, long ticks, boolean marker, boolean lost, StreamSink sink) {
        if (collecting && (lost || ticks != elementTicks)) {
            damagedUnits++;
            collecting = false;
            broken = lost;
        } else if (lost) {
            broken = fragmented; // it may be the rest of an element whose start is lost
        }
        if (!broken && length > 0) {
            take(buf, offset, length, ticks, marker, sink);
        }
        broken &= !marker;
    }

    private void take(ByteBuffer buf, int offset, int length, long ticks, boolean marker, StreamSink sink) {
        if (marker && !collecting) {
            element(buf, offset, length, ticks, sink);
            return;
        }
        fragmented = true;
        collect(buf, offset, length, ticks);
        if (marker && collecting) {
            collecting = false;
            element(element, 0, element.position(), elementTicks, sink);
        }
    }

    private void collect(ByteBuffer buf, int offset, int length, long ticks) {
        if (!collecting) {
            collecting = true;
            elementTicks = ticks;
            element.clear();
        }
        if (element.remaining() < length) {
            damagedUnits++;
            collecting = false;
            broken = true;
            return;
        }
        int position = element.position();
        element.put(position, buf, offset, length).position(position + length);
    }

    private void element(ByteBuffer buf, int offset, int length, long ticks, StreamSink sink) {
        in.reset(buf, offset, length);
        if (configInBand && !in.flag()) {
            readConfig(); // useSameStreamMux is 0
        }
        if (config == null || sound.changed()) {
            return; // not understood, or the sink does not know of it before the next key frame
        }
        for (int i = 0; i < config.subFrames(); i++) {
            int size = config.frameBytes() > 0 ? config.frameBytes() : size();
            if (size <= 0 || size > AacDepacketizer.MAX_UNIT_BYTES || !in.copyTo(unit, size)) {
                damagedUnits++;
                return;
            }
            unit.limit(size).position(0);
            sink.audioUnit(sinkTicks(ticks) + (long) i * AudioFormat.SAMPLES_PER_UNIT, unit);
            unit.clear();
        }
    }

    /** PayloadLengthInfo: bytes of 255, and one that is less. */
    private int size() {
        int size = 0;
        int part;
        do {
            part = in.bits(8);
            size += part;
        } while (part == 255 && !in.bad());
        return size;
    }

    /** Most cameras repeat it in every element: what is known allocates nothing. */
    private void readConfig() {
        if (config != null && configLength > 0 && in.skipIfSame(configBits, configLength)) {
            return;
        }
        long start = in.left();
        try {
            config = LatmConfig.parse(in);
            configLength = start - in.left();
            configBits = in.since(start);
            sound.learn(config.format());
        } catch (CodecException e) {
            damagedUnits++;
            config = null;
        }
    }

    @Override
    public void end(StreamSink sink) {
        collecting = false;
    }

    @Override
    public long damagedUnits() {
        return damagedUnits;
    }

    @Override
    public long sinkTicks(long rtpTicks) {
        return config == null
                ? TimestampUnwrapper.scale(rtpTicks, clockRate, clockRate)
                : TimestampUnwrapper.scale(rtpTicks, clockRate, config.format().sampleRate());
    }
}
