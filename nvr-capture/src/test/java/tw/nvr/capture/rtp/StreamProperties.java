package tw.nvr.capture.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import tw.nvr.capture.rtsp.RtspMessage;
import tw.nvr.capture.rtsp.RtspResponse;
import tw.nvr.capture.source.SourceException;

/** Random pictures, packed at random, cut at random over readings, some packets lost: what comes out is what went in. */
abstract class StreamProperties {
    private static final int PICTURES = 120;
    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final List<String> sentUnits = new ArrayList<>();
    private final List<byte[]> frames = new ArrayList<>();
    private final RecordingSink sink = new RecordingSink();
    private final List<RtspMessage> messages = new ArrayList<>();
    private final Interleaved interleaved = new Interleaved(new FramePlausibility().track(0, 1, 96));
    private final Packing packing;
    private final RtpTrack track;
    private int sequence = random.nextInt(65_536);

    /** How one codec makes NAL units, and packs them. */
    interface Packing {
        NalDepacketizer depacketizer();

        byte[] slice(boolean key, boolean first, int... noise);

        byte[] aggregate(byte[]... nals);

        List<byte[]> fragments(byte[] nal, int room);
    }

    StreamProperties(Packing packing) {
        this.packing = packing;
        this.track = new RtpTrack(true, 96, packing.depacketizer());
    }

    private void makeStream() {
        for (int n = 0; n < PICTURES; n++) {
            List<byte[]> nals = new ArrayList<>();
            boolean key = n % 25 == 0;
            nals.add(packing.slice(key, true, noise()));
            for (int more = random.nextInt(3); more > 0; more--) {
                nals.add(packing.slice(key, false, noise()));
            }
            sentUnits.add(Feed.laid(nals.toArray(byte[][]::new)));
            if (nals.stream().mapToInt(nal -> nal.length).sum() < 1200 && random.nextBoolean()) {
                rtp(n * 3600L, true, packing.aggregate(nals.toArray(byte[][]::new)));
                continue;
            }
            for (int i = 0; i < nals.size(); i++) {
                pack(nals.get(i), n * 3600L, i == nals.size() - 1);
            }
        }
    }

    private int[] noise() {
        int size = random.nextInt(10) == 0 ? random.nextInt(40_000) : random.nextInt(600);
        return random.ints(size, 0, 256).toArray();
    }

    private void pack(byte[] nal, long ticks, boolean last) {
        if (nal.length < 1200 && random.nextInt(4) > 0) {
            boolean aggregated = random.nextBoolean();
            rtp(ticks, last, aggregated ? packing.aggregate(nal) : nal);
            return;
        }
        List<byte[]> fragments = packing.fragments(nal, 1 + Math.max(1, random.nextInt(1400)));
        for (int i = 0; i < fragments.size(); i++) {
            rtp(ticks, last && i == fragments.size() - 1, fragments.get(i));
        }
    }

    private void rtp(long ticks, boolean marker, byte[] payload) {
        frames.add(RtpPackets.frame(0, RtpPackets.packet(96, marker, sequence++ & 0xffff, ticks, payload)));
    }

    private void receive(byte[] stream, Random cuts) throws SourceException {
        ByteBuffer shared = ByteBuffer.allocateDirect(Interleaved.LEAST_BUFFER);
        int at = 0;
        while (at < stream.length) {
            interleaved.begin(shared);
            int n = Math.min(1 + cuts.nextInt(cuts.nextInt(20) == 0 ? 60_000 : 900), stream.length - at);
            shared.put(stream, at, n);
            at += n;
            interleaved.parse(shared, receiver());
        }
        track.end(sink);
    }

    private Interleaved.Receiver receiver() {
        return new Interleaved.Receiver() {
            @Override
            public void frame(int channel, ByteBuffer buf, int offset, int length) throws SourceException {
                track.rtp(buf, offset, length, sink);
            }

            @Override
            public void message(RtspMessage message) {
                messages.add(message);
            }
        };
    }

    private static byte[] join(List<byte[]> parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        parts.forEach(out::writeBytes);
        return out.toByteArray();
    }

    @RepeatedTest(5)
    void every_unit_comes_out_byte_for_byte_however_it_was_cut() throws SourceException {
        makeStream();
        List<byte[]> stream = new ArrayList<>();
        for (byte[] frame : frames) {
            stream.add(frame);
            if (random.nextInt(50) == 0) {
                stream.add(RtspResponse.of(200, "OK").with("CSeq", "7").toBytes());
            }
        }
        int responses = stream.size() - frames.size();
        receive(join(stream), random);
        assertThat(sink.hexes()).as("seed %d", seed).isEqualTo(sentUnits);
        assertThat(sink.units).as("seed %d", seed).noneMatch(RecordingSink.Unit::damaged);
        assertThat(messages).as("seed %d", seed).hasSize(responses);
        assertThat(interleaved.resynchronisations()).as("seed %d", seed).isZero();
    }

    @RepeatedTest(5)
    void with_packets_lost_every_undamaged_unit_is_one_that_was_sent_and_the_order_is_kept() throws SourceException {
        makeStream();
        List<byte[]> kept = new ArrayList<>(frames);
        kept.removeIf(f -> random.nextInt(30) == 0);
        receive(join(kept), random);
        assertOnlySentUnits();
        assertThat(sink.units.stream().filter(RecordingSink.Unit::damaged).count() + sink.lostDrops)
                .as("seed %d: the loss was noticed", seed)
                .isPositive();
    }

    @RepeatedTest(5)
    void bytes_lost_in_the_middle_cost_few_units_and_the_framing_is_found_again() throws SourceException {
        makeStream();
        List<byte[]> torn = new ArrayList<>();
        for (byte[] frame : frames) {
            boolean cut = frame.length > 40 && random.nextInt(100) == 0;
            torn.add(cut ? java.util.Arrays.copyOfRange(frame, random.nextInt(20), frame.length - 1) : frame);
        }
        receive(join(torn), random);
        assertThat(sink.units).as("seed %d", seed).hasSizeGreaterThan(PICTURES / 4);
        for (int i = 1; i < sink.units.size(); i++) {
            assertThat(sink.units.get(i).ticks())
                    .as("seed %d", seed)
                    .isGreaterThan(sink.units.get(i - 1).ticks());
        }
    }

    @Test
    void a_stream_of_noise_between_two_pictures_is_passed_over() throws SourceException {
        byte[] noise = new byte[200_000];
        random.nextBytes(noise);
        rtp(0, true, packing.slice(true, true));
        rtp(3600, true, packing.slice(false, true));
        rtp(7200, true, packing.slice(true, true, 1));
        byte[] before = join(frames);
        frames.clear();
        rtp(10_800, true, packing.slice(false, true, 1));
        rtp(14_400, true, packing.slice(true, true, 2));
        rtp(18_000, true, packing.slice(false, true, 2));
        receive(join(List.of(before, noise, join(frames))), random);
        assertThat(sink.hexes())
                .as("seed %d", seed)
                .contains(Feed.laid(packing.slice(true, true)), Feed.laid(packing.slice(true, true, 2)));
        assertThat(interleaved.resynchronisations()).as("seed %d", seed).isPositive();
        assertThat(interleaved.skippedBytes()).as("seed %d", seed).isBetween(100_000L, 200_500L);
    }

    private void assertOnlySentUnits() {
        Map<Long, String> sent = new HashMap<>();
        for (int n = 0; n < sentUnits.size(); n++) {
            sent.put(n * 3600L, sentUnits.get(n));
        }
        long last = -1;
        for (RecordingSink.Unit unit : sink.units) {
            assertThat(unit.ticks()).as("seed %d", seed).isGreaterThan(last);
            last = unit.ticks();
            if (!unit.damaged()) {
                assertThat(unit.hex()).as("seed %d", seed).isEqualTo(sent.get(unit.ticks()));
            }
        }
    }
}
