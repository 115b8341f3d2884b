package tw.nvr.capture.rtp;

import java.nio.ByteBuffer;
import tw.nvr.capture.codec.H265;
import tw.nvr.capture.codec.H265Sps;
import tw.nvr.capture.codec.RbspReader;

/**
 * What H.265 says by its NAL units (7.3.1.2, 7.4.2.2). Capture thread only.
 *
 * <p>A key frame is an IRAP picture: IDR, BLA or CRA. Behind a CRA picture at which the recording begins, behind every BLA
 * picture and behind an end of sequence come pictures (RASL) that refer to what lies before it: they can never be decoded,
 * and no decoder shows them. Behind any other CRA picture they are like all others.
 */
final class H265Syntax implements VideoSyntax {
    /** What is looked at of a slice header: all that comes before the picture parameter set's id, and that. */
    private static final int LONGEST = 8;

    private final RbspReader in = new RbspReader();
    private int type;
    private boolean first;
    private int ppsId;
    private boolean sequenceEnded;
    private boolean key;
    private boolean skippedLeading;
    private boolean leadingLost;

    @Override
    public int headerBytes() {
        return 2;
    }

    @Override
    public int longestSet() {
        return H265Sps.MAX_BYTES;
    }

    @Override
    public Kind look(int header, ByteBuffer buf, int body, int length) {
        type = header >> 9 & 0x3f;
        boolean otherLayer = (header >> 3 & 0x3f) != 0; // of a scalable or multi-view stream
        if (otherLayer || type > H265.NAL_RESERVED_LAST) {
            return Kind.FOREIGN;
        }
        if (H265.isSlice(type)) {
            readSlice(buf, body, length);
            return Kind.SLICE;
        }
        sequenceEnded |= type == H265.NAL_END_OF_SEQUENCE || type == H265.NAL_END_OF_BITSTREAM;
        return H265.isSet(type) ? Kind.SET : type == H265.NAL_DELIMITER ? Kind.DELIMITER : Kind.OTHER;
    }

    /** 7.3.6.1 slice_segment_header, its beginning. */
    private void readSlice(ByteBuffer buf, int body, int length) {
        first = length == 0 || buf.get(body) < 0; // first_slice_segment_in_pic_flag
        in.reset(buf, body, Math.min(length, LONGEST));
        in.skip(H265.isKey(type) ? 2 : 1); // an IRAP picture has no_output_of_prior_pics_flag, too
        int id = in.ue();
        ppsId = in.bad() || id > H265.MAX_PPS_ID ? -1 : id;
    }

    @Override
    public boolean firstSlice() {
        return first;
    }

    @Override
    public int ppsId() {
        return ppsId;
    }

    @Override
    public boolean recoveryPoint(byte[] sei, int from, int end) {
        return false; // nothing else than an IRAP picture is a sync sample (ISO/IEC 14496-15 8.3.2)
    }

    @Override
    public void beginPicture(boolean recoveryPoint) {
        key = H265.isKey(type);
        skippedLeading = H265.isSkippedLeading(type);
        if (key) {
            leadingLost = type < H265.NAL_IDR_W_RADL || sequenceEnded;
            sequenceEnded = false;
        }
    }

    @Override
    public void addSlice() {
        // all slices of a picture have the same type (7.4.2.2)
    }

    @Override
    public boolean key() {
        return key;
    }

    @Override
    public void decodingStarts() {
        leadingLost = true;
    }

    @Override
    public boolean undecodable() {
        return skippedLeading && leadingLost;
    }
}
