package tw.nvr.capture.rtp;

import java.nio.ByteBuffer;
import tw.nvr.capture.codec.RbspReader;

/** The first fields of an H.264 slice header (7.3.3), read in place. One object per track. Capture thread only. */
final class SliceHeader {
    private static final int LONGEST = 24;

    private final RbspReader in = new RbspReader();
    private boolean first;
    private boolean intra;
    private int ppsId;

    /** Looks at the bytes behind the NAL unit header; of few or none it takes the likeliest. */
    void read(ByteBuffer buf, int offset, int length) {
        in.reset(buf, offset, Math.min(length, LONGEST));
        first = length == 0 || buf.get(offset) < 0; // first_mb_in_slice is 0: the single bit 1
        in.ue();
        int type = in.ue() % 5;
        int id = in.ue();
        boolean understood = !in.bad();
        intra = understood && (type == 2 || type == 4);
        ppsId = understood && id <= 255 ? id : -1;
    }

    /** Whether the slice is the first of its picture. */
    boolean first() {
        return first;
    }

    /** Whether it is an I or SI slice. */
    boolean intra() {
        return intra;
    }

    /** pic_parameter_set_id, or -1 when it cannot be read. */
    int ppsId() {
        return ppsId;
    }
}
