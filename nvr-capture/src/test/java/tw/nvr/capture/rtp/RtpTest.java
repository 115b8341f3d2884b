package tw.nvr.capture.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tw.nvr.capture.codec.Vectors;
import tw.nvr.capture.source.SourceException;

class RtpTest {
    private final RtpPacket packet = new RtpPacket();

    @Test
    void contributors_extension_and_padding_are_left_away() {
        ByteBuffer buf = ByteBuffer.allocate(64);
        buf.position(3);
        buf.put((byte) (0x80 | 0x20 | 0x10 | 2))
                .put((byte) (0x80 | 96))
                .putShort((short) 65535)
                .putInt(-1)
                .putInt(7);
        buf.putInt(1).putInt(2); // two contributors
        buf.putShort((short) 0xbede).putShort((short) 1).putInt(9); // extension of one word
        buf.put(new byte[] {10, 11, 12}).put(new byte[] {0, 0, 3}); // payload, padding
        assertThat(packet.parse(buf, 3, buf.position() - 3)).isTrue();
        assertThat(packet.marker()).isTrue();
        assertThat(packet.payloadType()).isEqualTo(96);
        assertThat(packet.sequence()).isEqualTo(65535);
        assertThat(packet.payloadLength()).isEqualTo(3);
        assertThat(buf.get(packet.payloadOffset())).isEqualTo((byte) 10);
    }

    @Test
    void lengths_that_do_not_fit_are_refused() {
        byte[] good = RtpPackets.packet(96, false, 1, 1, new byte[] {1, 2});
        for (int length = 0; length < 12; length++) {
            assertThat(packet.parse(ByteBuffer.wrap(good), 0, length))
                    .as("%d bytes", length)
                    .isFalse();
        }
        for (int first : new int[] {0x40, 0x80 | 15, 0x80 | 0x10}) {
            byte[] bad = good.clone();
            bad[0] = (byte) first;
            assertThat(packet.parse(ByteBuffer.wrap(bad), 0, bad.length))
                    .as("first byte %x", first)
                    .isFalse();
        }
        byte[] padded = good.clone();
        padded[0] = (byte) 0xa0;
        padded[13] = 3;
        assertThat(packet.parse(ByteBuffer.wrap(padded), 0, padded.length)).isFalse();
    }

    @Test
    void garbage_never_points_outside_its_packet() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int parsed = 0;
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = new byte[random.nextInt(80)];
            random.nextBytes(bytes);
            if (packet.parse(ByteBuffer.wrap(bytes), 0, bytes.length)) {
                parsed++;
                assertThat(packet.payloadLength()).as("seed %d", seed).isNotNegative();
                assertThat(packet.payloadOffset() + packet.payloadLength())
                        .as("seed %d", seed)
                        .isLessThanOrEqualTo(bytes.length);
            }
        }
        assertThat(parsed).as("seed %d", seed).isPositive();
    }

    @Test
    void timestamps_go_on_over_the_wrap_and_back_again() {
        TimestampUnwrapper clock = new TimestampUnwrapper();
        assertThat(clock.unwrap(0xfffffff0)).isEqualTo(0xfffffff0L);
        assertThat(clock.unwrap(0x10)).isEqualTo(0x1_0000_0010L);
        assertThat(clock.peek(0xfffffff8)).isEqualTo(0xfffffff8L);
        assertThat(clock.unwrap(0xfffffff8)).isEqualTo(0xfffffff8L);
        assertThat(TimestampUnwrapper.scale(3600, 90_000, 48_000)).isEqualTo(1920);
        assertThat(TimestampUnwrapper.scale(-3600, 90_000, 48_000)).isEqualTo(-1920);
    }

    @Test
    void missing_double_and_late_packets_are_told_apart_over_the_wrap() {
        SequenceTracker tracker = new SequenceTracker();
        assertThat(tracker.accept(65_534)).isZero();
        assertThat(tracker.accept(65_535)).isZero();
        assertThat(tracker.accept(2)).as("0 and 1 are missing").isEqualTo(2);
        assertThat(tracker.accept(2)).isEqualTo(SequenceTracker.STALE);
        assertThat(tracker.accept(1)).isEqualTo(SequenceTracker.STALE);
        assertThat(tracker.accept(3)).isZero();
        assertThat(tracker.accept(30_000)).isEqualTo(SequenceTracker.RESTARTED);
        assertThat(tracker.accept(30_001)).isZero();
        assertThat(tracker.lost()).isEqualTo(3);
        assertThat(tracker.stale()).isEqualTo(2);
    }

    @Test
    void a_sender_report_is_told_in_the_tracks_ticks_and_in_time_since_1970() throws SourceException {
        RtpTrack track = track();
        RecordingSink sink = new RecordingSink();
        ByteBuffer report = ByteBuffer.wrap(RtpPackets.senderReport((int) 3_900_000_000L, 1 << 31, 1000));
        track.rtcp(report, 0, report.limit(), 0, sink);
        assertThat(sink.reports)
                .as("before the first packet nobody knows the ticks")
                .isEmpty();
        send(track, sink, 1, 900);
        track.rtcp(report, 0, report.limit(), 0, sink);
        assertThat(sink.reports)
                .containsExactly(new RecordingSink.Report(true, 1000, (3_900_000_000L - 2_208_988_800L) * 1000 + 500));
    }

    @Test
    void ntp_time_without_the_highest_bit_belongs_to_the_years_after_2036() {
        assertThat(RtcpReports.epochMillis(0, 0)).isEqualTo(2_085_978_496_000L);
    }

    @Test
    void a_receiver_report_counts_what_is_missing() throws SourceException {
        RtpTrack track = track();
        RecordingSink sink = new RecordingSink();
        ByteBuffer out = ByteBuffer.allocate(RtcpReports.FRAME_BYTES);
        assertThat(track.receiverReport(out, 1, 0)).isFalse();
        send(track, sink, 65_535, 0);
        send(track, sink, 1, 3600);
        assertThat(track.receiverReport(out, 1, 0)).isTrue();
        assertThat(out.remaining()).isZero();
        assertThat(out.get(0)).isEqualTo((byte) '$');
        assertThat(out.getShort(2)).isEqualTo((short) (RtcpReports.FRAME_BYTES - 4));
        assertThat(out.getInt(12)).as("the source").isEqualTo(0x1234);
        assertThat(out.getInt(16)).as("a third lost, one packet").isEqualTo(85 << 24 | 1);
        assertThat(out.getInt(20)).as("highest, with one cycle").isEqualTo(0x10001);
        RtcpReports reader = new RtcpReports();
        assertThat(reader.read(out, 4, out.limit() - 4, 0))
                .as("it is no sender report")
                .isFalse();
    }

    @Test
    void packets_of_other_payload_types_and_doubles_are_counted_and_left() throws SourceException {
        RtpTrack track = track();
        RecordingSink sink = new RecordingSink();
        byte[] foreign = RtpPackets.packet(98, true, 5, 0, Feed.idr());
        track.rtp(ByteBuffer.wrap(foreign), 0, foreign.length, sink);
        track.rtp(ByteBuffer.wrap(foreign), 0, 5, sink);
        send(track, sink, 1, 0);
        send(track, sink, 1, 0);
        track.end(sink);
        assertThat(sink.units).hasSize(1);
        assertThat(track.foreignPackets()).isOne();
        assertThat(track.malformedPackets()).isOne();
        assertThat(track.stalePackets()).isOne();
    }

    @Test
    void another_sender_on_the_same_track_counts_as_loss() throws SourceException {
        RtpTrack track = track();
        RecordingSink sink = new RecordingSink();
        send(track, sink, 1, 0);
        byte[] other = RtpPackets.packet(96, true, 2, 3600, Feed.idr(1));
        other[11] = 9;
        track.rtp(ByteBuffer.wrap(other), 0, other.length, sink);
        track.end(sink);
        assertThat(sink.units).hasSize(2);
        assertThat(sink.lostDrops).isOne();
    }

    private static RtpTrack track() {
        return new RtpTrack(
                true,
                96,
                new H264Depacketizer(90_000, List.of(Vectors.BASELINE_SPS, Vectors.BASELINE_PPS), Optional.empty()));
    }

    private static void send(RtpTrack track, RecordingSink sink, int sequence, long timestamp) throws SourceException {
        byte[] p = RtpPackets.packet(96, true, sequence, timestamp, Feed.idr());
        track.rtp(ByteBuffer.wrap(p), 0, p.length, sink);
    }
}
