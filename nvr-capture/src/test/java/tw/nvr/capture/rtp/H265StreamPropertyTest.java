package tw.nvr.capture.rtp;

import java.util.List;
import tw.nvr.capture.codec.H265;

class H265StreamPropertyTest extends StreamProperties {
    H265StreamPropertyTest() {
        super(new Packing() {
            @Override
            public NalDepacketizer depacketizer() {
                return Hevc.depacketizer(Hevc.SETS);
            }

            @Override
            public byte[] slice(boolean key, boolean first, int... noise) {
                return Hevc.slice(key ? H265.NAL_IDR_W_RADL : 1, first, noise);
            }

            @Override
            public byte[] aggregate(byte[]... nals) {
                return Hevc.aggregate(nals);
            }

            @Override
            public List<byte[]> fragments(byte[] nal, int room) {
                return Hevc.fragments(nal, room);
            }
        });
    }
}
