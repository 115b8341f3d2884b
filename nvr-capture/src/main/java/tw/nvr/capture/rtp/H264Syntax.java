package tw.nvr.capture.rtp;

import java.nio.ByteBuffer;
import tw.nvr.capture.codec.H264;
import tw.nvr.capture.codec.H264Sps;

/**
 * What H.264 says by its NAL units (7.3.1, 7.4.1.2). Capture thread only.
 *
 * <p>A key frame is an IDR picture; or a picture of I slices only with a recovery point SEI of recovery_frame_cnt 0 (annex
 * D.2.8), as encoders with open groups of pictures send them.
 */
final class H264Syntax implements VideoSyntax {
    private static final int RECOVERY_POINT = 6;

    private final SliceHeader slice = new SliceHeader();
    private int type;
    private boolean idr;
    private boolean allIntra;
    private boolean recoveryPoint;

    @Override
    public int headerBytes() {
        return 1;
    }

    @Override
    public int longestSet() {
        return H264Sps.MAX_BYTES;
    }

    @Override
    public Kind look(int header, ByteBuffer buf, int body, int length) {
        type = header & 0x1f;
        switch (type) {
            case H264.NAL_SLICE, H264.NAL_PARTITION_A, H264.NAL_IDR -> {
                slice.read(buf, body, length);
                return Kind.SLICE;
            }
            case H264.NAL_SPS, H264.NAL_PPS -> {
                return Kind.SET;
            }
            case H264.NAL_DELIMITER -> {
                return Kind.DELIMITER;
            }
            case H264.NAL_SEI -> {
                return Kind.SEI;
            }
            default -> {
                return Kind.OTHER;
            }
        }
    }

    @Override
    public boolean firstSlice() {
        return slice.first();
    }

    @Override
    public int ppsId() {
        return slice.ppsId();
    }

    @Override
    public void beginPicture(boolean recovery) {
        recoveryPoint = recovery;
        idr = false;
        allIntra = true;
        addSlice();
    }

    @Override
    public void addSlice() {
        allIntra &= slice.intra();
        idr |= type == H264.NAL_IDR;
    }

    @Override
    public boolean key() {
        return idr || recoveryPoint && allIntra;
    }

    @Override
    public void decodingStarts() {
        // pictures that refer to what lies before a recovery point come before it in decoding order, too
    }

    @Override
    public boolean undecodable() {
        return false;
    }

    /** Walks the messages of an SEI (7.3.2.3.1); recovery_frame_cnt 0 is the single bit 1. */
    @Override
    public boolean recoveryPoint(byte[] sei, int from, int end) {
        int p = from;
        while (p + 2 <= end) {
            int payload = 0;
            while (p < end && sei[p] == (byte) 0xff) {
                payload += 255;
                p++;
            }
            payload += p < end ? sei[p++] & 0xff : 0;
            int size = 0;
            while (p < end && sei[p] == (byte) 0xff) {
                size += 255;
                p++;
            }
            size += p < end ? sei[p++] & 0xff : 0;
            if (payload == RECOVERY_POINT && size > 0 && p < end && sei[p] < 0) {
                return true;
            }
            p += size;
        }
        return false;
    }
}
