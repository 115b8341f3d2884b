package tw.nvr.capture.rtp;

import java.util.List;
import java.util.Optional;
import tw.nvr.capture.codec.Vectors;

class H264StreamPropertyTest extends StreamProperties {
    H264StreamPropertyTest() {
        super(new Packing() {
            @Override
            public NalDepacketizer depacketizer() {
                List<byte[]> sets = List.of(Vectors.BASELINE_SPS, Vectors.BASELINE_PPS);
                return new H264Depacketizer(90_000, sets, Optional.empty());
            }

            @Override
            public byte[] slice(boolean key, boolean first, int... noise) {
                byte[] begins = key ? Feed.idr(noise) : Feed.p(noise);
                return first ? begins : Feed.laterSlice(key ? 0x65 : 0x41, noise);
            }

            @Override
            public byte[] aggregate(byte[]... nals) {
                return Feed.aggregate(nals);
            }

            @Override
            public List<byte[]> fragments(byte[] nal, int room) {
                return Feed.fragments(nal, room);
            }
        });
    }
}
