package tw.nvr.capture.rtp;

import java.nio.ByteBuffer;
import tw.nvr.capture.rtsp.RtspException;
import tw.nvr.capture.rtsp.RtspMessage;
import tw.nvr.capture.rtsp.RtspParser;
import tw.nvr.capture.source.SourceException;
import tw.nvr.core.footage.GapCause;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;

/**
 * Cuts a connection's bytes into interleaved frames (RFC 2326 10.12) and RTSP messages, in place. Capture thread only.
 *
 * <p>All connections share one read buffer: {@link #begin} lays the rest of the last reading into it, the caller reads
 * from the socket behind that, {@link #parse} hands out what is whole and keeps the new rest, as a rule part of one packet.
 *
 * <p>A frame of a known channel counts only when it holds RTP or RTCP of version 2 and something that can follow a frame
 * follows it, as far as that has arrived. Where the marker is lost, the next place is searched where a known channel, a
 * sensible length, version 2 and a known payload type agree.
 */
public final class Interleaved {
    /** Bytes of the largest frame with its header. */
    public static final int MAX_FRAME = 4 + 0xffff;

    /** The shared read buffer must be at least this large: the longest rest and some of what follows. */
    public static final int LEAST_BUFFER = 2 * (RtspParser.MAX_HEADER + RtspParser.MAX_BODY);

    /** After so many bytes without one frame the connection is given up. */
    private static final int LOST_LIMIT = 2 * 1024 * 1024;

    /** Takes what was found, in the order of arrival. */
    public interface Receiver {
        /** An RTP or RTCP packet, by absolute index; valid until it returns. */
        void frame(int channel, ByteBuffer buf, int offset, int length) throws SourceException;

        /** An answer to something asked in mid-stream, or a request of the camera. */
        void message(RtspMessage message) throws SourceException;
    }

    private final FramePlausibility plausibility;
    private byte[] rest = new byte[2048];
    private int restLength;
    private boolean lostSync;
    private int skippedInARow;
    private long resynchronisations;
    private long skippedBytes;

    public Interleaved(FramePlausibility plausibility) {
        this.plausibility = plausibility;
    }

    /** Clears the buffer and lays the rest of the last reading into it. */
    public void begin(ByteBuffer shared) {
        shared.clear().put(rest, 0, restLength);
    }

    /**
     * Hands out every whole frame and message from index 0 to the buffer's position, and keeps what is left.
     *
     * @throws SourceException when no frame can be found any more, or the receiver throws it
     */
    public void parse(ByteBuffer filled, Receiver receiver) throws SourceException {
        int end = filled.position();
        int at = 0;
        restLength = 0;
        while (at < end) {
            if (lostSync) {
                int found = search(filled, at, end);
                skip(found - at);
                at = found;
                if (lostSync) {
                    break;
                }
            }
            int used = one(filled, at, end, receiver);
            if (used == 0) {
                break;
            }
            at += used;
        }
        keep(filled, at, end);
    }

    /** Takes one thing at the index; returns how many bytes that were, 0 when it is not whole yet. */
    private int one(ByteBuffer buf, int at, int end, Receiver receiver) throws SourceException {
        int b = buf.get(at);
        if (b == '$') {
            return frame(buf, at, end, receiver);
        }
        if (b == '\r' || b == '\n') {
            return 1;
        }
        if (RtspParser.mayStart(buf, at, end)) {
            return message(buf, at, end, receiver);
        }
        return loseSync();
    }

    private int frame(ByteBuffer buf, int at, int end, Receiver receiver) throws SourceException {
        if (end - at < 4) {
            return 0;
        }
        int channel = buf.get(at + 1) & 0xff;
        int length = buf.getShort(at + 2) & 0xffff;
        int next = at + 4 + length;
        if (length > 0 && at + 4 < end && !plausibility.versionFits(channel, buf.get(at + 4))) {
            return loseSync();
        }
        if (next > end) {
            return 0;
        }
        if (next < end && !plausibility.mayFollow(buf.get(next))) {
            return loseSync();
        }
        if (plausibility.knows(channel)) {
            skippedInARow = 0;
            receiver.frame(channel, buf, at + 4, length);
        }
        return 4 + length;
    }

    private int message(ByteBuffer buf, int at, int end, Receiver receiver) throws SourceException {
        try {
            int length = RtspParser.length(buf, at, end);
            if (length > 0) {
                receiver.message(RtspParser.read(buf, at, length));
            }
            return length;
        } catch (RtspException e) {
            return loseSync(); // it only looked like a message
        }
    }

    private int loseSync() throws SourceException {
        lostSync = true;
        resynchronisations++;
        return skip(1);
    }

    /** Index of the next plausible frame or message, or of the first byte that only more bytes can decide about. */
    private int search(ByteBuffer buf, int at, int end) {
        for (int p = at; p < end; p++) {
            FramePlausibility.Verdict verdict = plausibility.judge(buf, p, end);
            if (verdict != FramePlausibility.Verdict.NO) {
                lostSync = verdict == FramePlausibility.Verdict.MORE_NEEDED;
                return p;
            }
        }
        return end;
    }

    private int skip(int bytes) throws SourceException {
        skippedBytes += bytes;
        skippedInARow += bytes;
        if (skippedInARow > LOST_LIMIT) {
            throw new SourceException(
                    GapCause.STREAM_DAMAGED,
                    true,
                    Problem.of(ProblemKind.UNAVAILABLE, "rtsp-framing-lost", skippedInARow),
                    null);
        }
        return bytes;
    }

    private void keep(ByteBuffer buf, int from, int end) {
        restLength = end - from;
        if (restLength > rest.length) {
            rest = new byte[Math.max(restLength, rest.length * 2)];
        }
        buf.get(from, rest, 0, restLength);
    }

    /** How often the framing was lost. */
    public long resynchronisations() {
        return resynchronisations;
    }

    /** Bytes that belonged to nothing. */
    public long skippedBytes() {
        return skippedBytes;
    }
}
