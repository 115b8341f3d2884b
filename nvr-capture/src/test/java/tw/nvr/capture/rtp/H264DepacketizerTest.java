package tw.nvr.capture.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tw.nvr.capture.codec.CodecException;
import tw.nvr.capture.codec.H264;
import tw.nvr.capture.codec.Vectors;
import tw.nvr.capture.source.SourceException;
import tw.nvr.core.footage.AudioFormat;

class H264DepacketizerTest {
    private static final byte[] SPS = Vectors.BASELINE_SPS;
    private static final byte[] PPS = Vectors.BASELINE_PPS;
    private static final byte[] DELIMITER = {9, 0x10};

    @Test
    void single_units_aggregates_and_fragments_become_the_same_access_unit() throws SourceException {
        byte[] slice = Feed.idr(1, 2, 3, 4, 5, 6, 7);
        Feed single = new Feed(List.of())
                .payload(0, false, DELIMITER)
                .payload(0, false, SPS)
                .payload(0, false, PPS)
                .payload(0, true, slice)
                .end();
        Feed aggregated = new Feed(List.of())
                .payload(0, true, Feed.aggregate(DELIMITER, SPS, PPS, slice))
                .end();
        Feed fragmented = new Feed(List.of()).payload(0, false, Feed.aggregate(DELIMITER, SPS, PPS));
        List<byte[]> fragments = Feed.fragments(slice, 3);
        for (int i = 0; i < fragments.size(); i++) {
            fragmented.payload(0, i == fragments.size() - 1, fragments.get(i));
        }
        fragmented.end();
        for (Feed feed : List.of(single, aggregated, fragmented)) {
            assertThat(feed.sink.units)
                    .containsExactly(new RecordingSink.Unit(0, true, false, Feed.laid(DELIMITER, slice)));
            assertThat(feed.sink.formats).hasSize(1);
            assertThat(feed.sink.reorderDepth).isZero();
        }
    }

    @Test
    void several_slices_with_the_marker_on_every_packet_stay_one_picture() throws SourceException {
        Feed feed = Feed.described();
        for (int n = 0; n < 30; n++) {
            boolean key = n % 10 == 0;
            int header = key ? 0x65 : 0x41;
            feed.payload(n * 3600L, true, key ? Feed.idr(n) : Feed.p(n))
                    .payload(n * 3600L, true, Feed.laterSlice(header, n))
                    .payload(n * 3600L, true, Feed.laterSlice(header, n, n));
        }
        feed.end();
        assertThat(feed.sink.units).hasSize(30).noneMatch(RecordingSink.Unit::damaged);
        assertThat(feed.sink.units.stream().filter(RecordingSink.Unit::key)).hasSize(3);
    }

    @Test
    void fragments_with_the_marker_on_every_packet_stay_one_unit() throws SourceException {
        Feed feed = Feed.described();
        byte[] slice = Feed.idr(1, 2, 3, 4, 5, 6, 7, 8, 9);
        for (byte[] fragment : Feed.fragments(slice, 4)) {
            feed.payload(0, true, fragment);
        }
        feed.payload(3600, true, Feed.p());
        assertThat(feed.sink.hexes()).containsExactly(Feed.laid(slice));
    }

    @Test
    void without_any_marker_the_next_timestamp_ends_a_unit() throws SourceException {
        Feed feed = Feed.described()
                .payload(0, false, Feed.idr())
                .payload(3600, false, Feed.p(1))
                .payload(7200, false, Feed.p(2));
        assertThat(feed.sink.hexes()).containsExactly(Feed.laid(Feed.idr()), Feed.laid(Feed.p(1)));
        feed.end();
        assertThat(feed.sink.units)
                .as("nobody knows whether the last one is whole")
                .hasSize(2);
        assertThat(feed.sink.quietDrops).isOne();
    }

    @Test
    void slices_that_each_bear_a_timestamp_of_their_own_stay_one_picture() throws SourceException {
        Feed feed = Feed.described()
                .payload(100, false, Feed.idr())
                .payload(101, false, Feed.laterSlice(0x65))
                .payload(3700, false, Feed.p());
        assertThat(feed.sink.hexes()).containsExactly(Feed.laid(Feed.idr(), Feed.laterSlice(0x65)));
    }

    @Test
    void pictures_with_the_same_timestamp_are_told_apart_by_their_first_slice() throws SourceException {
        Feed feed = Feed.described()
                .payload(0, false, Feed.idr())
                .payload(0, false, Feed.p(1))
                .payload(0, false, Feed.p(2));
        assertThat(feed.sink.hexes()).containsExactly(Feed.laid(Feed.idr()), Feed.laid(Feed.p(1)));
    }

    @Test
    void a_marker_that_has_proved_true_ends_a_unit_at_once() throws SourceException {
        Feed feed = Feed.described();
        for (int n = 0; n < 20; n++) {
            feed.payload(n * 3600L, true, n % 5 == 0 ? Feed.idr(n) : Feed.p(n));
        }
        assertThat(feed.sink.units).hasSize(20);
    }

    @Test
    void a_marker_that_lied_once_is_never_believed_again() throws SourceException {
        Feed feed = Feed.described();
        for (int n = 0; n < 20; n++) {
            feed.payload(n * 3600L, true, n % 5 == 0 ? Feed.idr(n) : Feed.p(n));
        }
        for (int n = 20; n < 40; n++) {
            feed.payload(n * 3600L, true, n % 5 == 0 ? Feed.idr(n) : Feed.p(n))
                    .payload(n * 3600L, true, Feed.laterSlice(n % 5 == 0 ? 0x65 : 0x41, n));
        }
        feed.end();
        assertThat(feed.sink.units.stream().filter(RecordingSink.Unit::damaged))
                .as("the rest of the one picture that was cut in two")
                .hasSize(1);
        assertThat(feed.sink.units).hasSize(41);
    }

    @Test
    void nothing_is_handed_over_before_the_first_key_frame_whose_sets_are_known() throws SourceException {
        Feed feed = new Feed(List.of())
                .payload(0, true, Feed.p())
                .payload(3600, true, Feed.idr())
                .payload(7200, false, Feed.aggregate(SPS, PPS))
                .payload(7200, true, Feed.idr(1))
                .payload(10_800, true, Feed.p(2))
                .end();
        assertThat(feed.sink.hexes()).containsExactly(Feed.laid(Feed.idr(1)), Feed.laid(Feed.p(2)));
        assertThat(feed.depacketizer.damagedUnits()).isZero();
    }

    @Test
    void wrong_sets_in_the_description_give_way_to_those_in_band_before_the_sink_hears_of_them()
            throws SourceException, CodecException {
        Feed feed = new Feed(List.of(Vectors.HIGH_SPS, Vectors.HIGH_PPS, new byte[] {0x67, 1}, new byte[0]))
                .payload(0, false, SPS)
                .payload(0, false, PPS)
                .payload(0, true, Feed.idr())
                .end();
        assertThat(feed.sink.formats).containsExactly(H264.format(SPS, PPS));
        assertThat(feed.depacketizer.refusedParameterSets()).isOne();
    }

    @Test
    void new_sets_come_into_force_with_the_next_key_frame_and_the_same_ones_change_nothing() throws SourceException {
        Feed feed = Feed.described()
                .payload(0, true, Feed.idr())
                .payload(3600, false, Feed.aggregate(SPS, PPS))
                .payload(3600, true, Feed.idr(1))
                .payload(7200, true, Feed.p(2))
                .payload(10_800, false, DELIMITER)
                .payload(10_800, false, Vectors.CAMERA_BASELINE_SPS)
                .payload(10_800, true, Feed.idr(3))
                .end();
        assertThat(feed.sink.formats).hasSize(2);
        assertThat(feed.sink.formats.get(1).width()).isEqualTo(768);
        assertThat(feed.sink.hexes().get(3)).isEqualTo(Feed.laid(DELIMITER, Feed.idr(3)));
        assertThat(feed.sink.units).hasSize(4).noneMatch(RecordingSink.Unit::damaged);
    }

    @Test
    void pictures_behind_sets_that_changed_without_a_key_frame_are_damaged_until_the_next_one() throws SourceException {
        byte[] otherPps = PPS.clone();
        otherPps[otherPps.length - 2] ^= 0x10;
        for (byte[] changed : List.of(Vectors.CAMERA_BASELINE_SPS, otherPps)) {
            Feed feed = Feed.described()
                    .payload(0, true, Feed.idr())
                    .payload(3600, false, changed)
                    .payload(3600, true, Feed.p(1))
                    .payload(7200, true, Feed.p(2))
                    .payload(10_800, true, Feed.idr(3))
                    .payload(14_400, true, Feed.p(4))
                    .end();
            assertThat(feed.sink.units)
                    .extracting(RecordingSink.Unit::damaged)
                    .containsExactly(false, true, true, false, false);
            assertThat(feed.sink.formats).hasSize(2);
        }
    }

    @Test
    void a_picture_of_i_slices_behind_a_recovery_point_is_a_key_frame_and_one_without_is_not() throws SourceException {
        Feed feed = Feed.described()
                .payload(0, false, Feed.recoveryPoint())
                .payload(0, true, Feed.i())
                .payload(3600, true, Feed.i(1))
                .payload(7200, false, Feed.recoveryPoint())
                .payload(7200, true, Feed.p(2))
                .end();
        assertThat(feed.sink.units).extracting(RecordingSink.Unit::key).containsExactly(true, false, false);
        assertThat(feed.sink.hexes().get(0)).isEqualTo(Feed.laid(Feed.recoveryPoint(), Feed.i()));
    }

    @Test
    void a_lost_fragment_costs_its_picture_and_says_that_pictures_were_lost() throws SourceException {
        Feed feed = Feed.described().payload(0, true, Feed.idr());
        List<byte[]> fragments = Feed.fragments(Feed.p(1, 2, 3, 4, 5, 6, 7, 8, 9), 3);
        feed.payload(3600, false, fragments.get(0))
                .lost()
                .payload(3600, false, fragments.get(2))
                .payload(3600, true, fragments.get(3))
                .payload(7200, true, Feed.p())
                .end();
        assertThat(feed.sink.hexes()).containsExactly(Feed.laid(Feed.idr()), Feed.laid(Feed.p()));
        assertThat(feed.sink.lostDrops).isOne();
        assertThat(feed.depacketizer.damagedUnits()).isOne();
    }

    @Test
    void of_several_slices_those_that_came_whole_are_kept_and_the_picture_is_marked() throws SourceException {
        Feed feed = Feed.described()
                .payload(0, false, Feed.idr())
                .payload(
                        0,
                        false,
                        Feed.fragments(Feed.laterSlice(0x65, 1, 2, 3), 3).get(0))
                .lost()
                .payload(0, true, Feed.laterSlice(0x65, 4))
                .payload(3600, true, Feed.p())
                .end();
        assertThat(feed.sink.units.get(0))
                .isEqualTo(new RecordingSink.Unit(0, true, true, Feed.laid(Feed.idr(), Feed.laterSlice(0x65, 4))));
        assertThat(feed.sink.units.get(1).damaged()).isFalse();
    }

    @Test
    void a_loss_between_two_whole_pictures_damages_neither_but_says_that_pictures_were_lost() throws SourceException {
        Feed feed = Feed.described()
                .payload(0, true, Feed.idr())
                .lost()
                .payload(7200, true, Feed.p())
                .end();
        assertThat(feed.sink.units).hasSize(2).noneMatch(RecordingSink.Unit::damaged);
        assertThat(feed.sink.lostDrops).isOne();
    }

    @Test
    void a_picture_too_large_for_the_sink_is_lost_and_the_next_one_goes_on() throws SourceException {
        Feed feed = Feed.described();
        feed.sink.largestUnit = 40;
        feed.payload(0, true, Feed.idr());
        for (byte[] fragment : Feed.fragments(Feed.p(new int[100]), 20)) {
            feed.payload(3600, false, fragment);
        }
        feed.payload(7200, true, Feed.idr(1)).end();
        assertThat(feed.sink.hexes()).containsExactly(Feed.laid(Feed.idr()), Feed.laid(Feed.idr(1)));
        assertThat(feed.sink.lostDrops).isOne();
    }

    @Test
    void start_codes_that_were_left_in_the_payload_are_taken_out() throws SourceException {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (byte[] nal : List.of(SPS, PPS, Feed.idr(1))) {
            stream.writeBytes(new byte[] {0, 0, 0, 1});
            stream.writeBytes(nal);
        }
        Feed feed = new Feed(List.of()).payload(0, true, stream.toByteArray()).end();
        assertThat(feed.sink.hexes()).containsExactly(Feed.laid(Feed.idr(1)));
    }

    @Test
    void the_interleaved_mode_is_refused_with_words_and_left_to_the_other_reader() throws SourceException {
        Feed feed = Feed.described();
        byte[] stapB = {25, 0, 0, 0, 1, 65};
        for (int n = 0; n < 31; n++) {
            feed.payload(n, true, stapB);
        }
        assertThatThrownBy(() -> feed.payload(31, true, stapB)).isInstanceOfSatisfying(SourceException.class, e -> {
            assertThat(e.otherReader()).isTrue();
            assertThat(e.problem().key()).isEqualTo("rtp-interleaved-mode");
        });
    }

    @Test
    void a_fragmented_unit_without_end_bit_is_whole_when_the_next_one_starts() throws SourceException {
        byte[] slice = Feed.idr(1, 2, 3, 4);
        Feed feed = Feed.described();
        for (byte[] fragment : Feed.fragments(slice, 3)) {
            fragment[1] &= ~0x40;
            feed.payload(0, false, fragment);
        }
        feed.payload(3600, false, Feed.p());
        assertThat(feed.sink.hexes()).containsExactly(Feed.laid(slice));
    }

    @Test
    void sound_whose_format_becomes_known_later_is_told_with_the_next_key_frame() throws SourceException {
        SoundFormat sound = new SoundFormat(Optional.empty());
        Feed feed = new Feed(new H264Depacketizer(90_000, List.of(SPS, PPS), sound));
        feed.payload(0, true, Feed.idr()).payload(3600, true, Feed.p());
        sound.learn(new AudioFormat(16_000, 1, Vectors.hex("1408")));
        feed.payload(7200, true, Feed.p(1));
        assertThat(feed.sink.formats).hasSize(1);
        assertThat(sound.changed()).isTrue();
        feed.payload(10_800, true, Feed.idr(2))
                .payload(14_400, true, Feed.p(3))
                .payload(18_000, true, Feed.idr(4))
                .end();
        assertThat(feed.sink.formats).hasSize(2);
        assertThat(sound.changed()).isFalse();
        assertThat(feed.sink.units).hasSize(6);
    }
}
