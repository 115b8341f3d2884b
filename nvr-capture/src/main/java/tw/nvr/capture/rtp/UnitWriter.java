package tw.nvr.capture.rtp;

import java.nio.ByteBuffer;
import tw.nvr.capture.source.StreamSink;

/**
 * Lays the NAL units of one access unit into the sink's buffer, each behind its length, which is patched when it is
 * known. Capture thread only.
 */
final class UnitWriter {
    private ByteBuffer out;
    private int nalIndex;
    private int bytes;
    private int slices;
    private boolean full;

    /** Forgets the unit before; the sink has been told what became of it. */
    void reset() {
        out = null;
        bytes = 0;
        slices = 0;
        full = false;
    }

    void layLeading(LeadingNals lead, StreamSink sink) {
        if (lead.length() > 0 && room(lead.length(), sink)) {
            lead.copyTo(out);
        }
    }

    /** @param headerBytes 1 or 2, of which {@code header} is made */
    void beginNal(int header, int headerBytes, StreamSink sink) {
        if (room(4 + headerBytes, sink)) {
            nalIndex = out.position();
            out.putInt(0);
            if (headerBytes == 1) {
                out.put((byte) header);
            } else {
                out.putShort((short) header);
            }
        }
    }

    void append(ByteBuffer buf, int offset, int length, StreamSink sink) {
        if (room(length, sink)) {
            int position = out.position();
            out.put(position, buf, offset, length).position(position + length);
        }
    }

    void finishNal(boolean slice) {
        if (!full) {
            out.putInt(nalIndex, out.position() - nalIndex - 4);
            slices += slice ? 1 : 0;
        }
    }

    /** Takes back what was laid of a NAL unit that will never be whole. */
    void abortNal() {
        if (!full) {
            out.position(nalIndex);
        }
    }

    /** Slices that were laid whole. */
    int slices() {
        return slices;
    }

    /** Whether the sink had no room or the unit is too large: it was dropped, and the rest of it is passed over. */
    boolean full() {
        return full;
    }

    private boolean room(int count, StreamSink sink) {
        if (full) {
            return false;
        }
        bytes += count;
        out = bytes > NalDepacketizer.MAX_UNIT_BYTES ? null : sink.room(count);
        if (out == null) {
            full = true;
            sink.dropUnit(true);
        }
        return !full;
    }
}
