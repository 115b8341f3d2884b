package tw.nvr.capture.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import tw.nvr.capture.codec.CodecException;
import tw.nvr.capture.codec.H265;
import tw.nvr.capture.codec.Vectors;
import tw.nvr.capture.source.SourceException;

class H265DepacketizerTest {
    private static final byte[] VPS = Vectors.HEVC_VPS;
    private static final byte[] SPS = Vectors.HEVC_SPS;
    private static final byte[] PPS = Vectors.HEVC_PPS;
    private static final byte[] DELIMITER = Hevc.nal(H265.NAL_DELIMITER, 0x50);
    private static final byte[] PREFIX_SEI = Hevc.nal(39, 5, 1, 2, 0x80);
    private static final byte[] SUFFIX_SEI = Hevc.nal(40, 132, 1, 2, 0x80);

    @Test
    void single_units_aggregates_and_fragments_become_the_same_access_unit() throws SourceException {
        byte[] slice = Hevc.idr(1, 2, 3, 4, 5, 6, 7);
        Feed single = Hevc.undescribed();
        for (byte[] nal : List.of(DELIMITER, VPS, SPS, PPS, PREFIX_SEI, slice)) {
            single.payload(0, false, nal);
        }
        single.payload(0, true, SUFFIX_SEI).end();
        Feed aggregated = Hevc.undescribed()
                .payload(0, true, Hevc.aggregate(DELIMITER, VPS, SPS, PPS, PREFIX_SEI, slice, SUFFIX_SEI))
                .end();
        Feed fragmented = Hevc.undescribed().payload(0, false, Hevc.aggregate(DELIMITER, VPS, SPS, PPS, PREFIX_SEI));
        for (byte[] fragment : Hevc.fragments(slice, 3)) {
            fragmented.payload(0, false, fragment);
        }
        fragmented.payload(0, true, SUFFIX_SEI).end();
        String laid = Feed.laid(DELIMITER, PREFIX_SEI, slice, SUFFIX_SEI);
        for (Feed feed : List.of(single, aggregated, fragmented)) {
            assertThat(feed.sink.units).containsExactly(new RecordingSink.Unit(0, true, false, laid));
            assertThat(feed.sink.formats).hasSize(1);
            assertThat(feed.sink.reorderDepth).as("sps_max_num_reorder_pics").isEqualTo(2);
        }
    }

    @Test
    void parameter_sets_of_the_description_are_enough() throws SourceException, CodecException {
        Feed feed = Hevc.described()
                .payload(0, true, Hevc.idr(1))
                .payload(3600, true, Hevc.p(2))
                .end();
        assertThat(feed.sink.formats).containsExactly(H265.format(VPS, SPS, PPS));
        assertThat(feed.sink.units).extracting(RecordingSink.Unit::key).containsExactly(true, false);
    }

    @Test
    void wrong_sets_in_the_description_give_way_to_those_in_band_before_the_sink_hears_of_them()
            throws SourceException, CodecException {
        byte[] broken = SPS.clone();
        broken[1] = 0x40;
        List<byte[]> wrong = List.of(VPS, Vectors.HEVC10_SPS, PPS, new byte[] {0x42, 1}, new byte[0], new byte[] {1});
        Feed feed = new Feed(Hevc.depacketizer(wrong))
                .payload(0, false, Hevc.aggregate(VPS, SPS, PPS))
                .payload(0, true, Hevc.idr())
                .end();
        assertThat(feed.sink.formats).containsExactly(H265.format(VPS, SPS, PPS));
    }

    @Test
    void nothing_is_handed_over_before_the_first_key_frame_whose_sets_are_all_known() throws SourceException {
        Feed feed = new Feed(Hevc.depacketizer(List.of(SPS, PPS)))
                .payload(0, true, Hevc.p())
                .payload(3600, true, Hevc.idr())
                .payload(7200, false, VPS)
                .payload(7200, true, Hevc.idr(1))
                .payload(10_800, true, Hevc.p(2))
                .end();
        assertThat(feed.sink.hexes()).containsExactly(Feed.laid(Hevc.idr(1)), Feed.laid(Hevc.p(2)));
        assertThat(feed.depacketizer.damagedUnits()).isZero();
    }

    @Test
    void new_sets_come_into_force_with_the_next_key_frame_and_the_same_ones_change_nothing() throws SourceException {
        Feed feed = Hevc.described()
                .payload(0, true, Hevc.idr())
                .payload(3600, false, Hevc.aggregate(VPS, SPS, PPS))
                .payload(3600, true, Hevc.idr(1))
                .payload(7200, false, Hevc.aggregate(VPS, Vectors.HEVC10_SPS, PPS))
                .payload(7200, true, Hevc.cra(2))
                .payload(10_800, true, Hevc.p(3))
                .end();
        assertThat(feed.sink.formats).hasSize(2);
        assertThat(feed.sink.formats.get(1).width()).isEqualTo(638);
        assertThat(feed.sink.units).hasSize(4).noneMatch(RecordingSink.Unit::damaged);
    }

    @Test
    void pictures_behind_sets_that_changed_without_a_key_frame_are_damaged_until_the_next_one() throws SourceException {
        Feed feed = Hevc.described()
                .payload(0, true, Hevc.idr())
                .payload(3600, false, Vectors.HEVC10_SPS)
                .payload(3600, true, Hevc.p(1))
                .payload(7200, true, Hevc.p(2))
                .payload(10_800, true, Hevc.idr(3))
                .payload(14_400, true, Hevc.p(4))
                .end();
        assertThat(feed.sink.units)
                .extracting(RecordingSink.Unit::damaged)
                .containsExactly(false, true, true, false, false);
        assertThat(feed.sink.formats).hasSize(2);
    }

    @Test
    void several_picture_parameter_sets_all_reach_the_decoder_configuration() throws SourceException, CodecException {
        byte[] second = Vectors.hex("4401" + "5073c189"); // the same with pps_pic_parameter_set_id 1
        Feed feed = new Feed(Hevc.depacketizer(List.of(VPS, SPS, PPS, second)))
                .payload(0, true, Hevc.idr())
                .end();
        assertThat(H265.ppsId(second)).isOne();
        assertThat(feed.sink.formats).containsExactly(H265.format(VPS, SPS, List.of(PPS, second)));
    }

    @Test
    void pictures_before_a_cra_at_which_recording_begins_are_left_out_and_later_ones_are_kept() throws SourceException {
        Feed feed = Hevc.described()
                .payload(7200, true, Hevc.cra(1))
                .payload(3600, true, Hevc.rasl(2))
                .payload(5400, true, Hevc.rasl(3))
                .payload(14_400, true, Hevc.p(4))
                .payload(21_600, true, Hevc.cra(5))
                .payload(18_000, true, Hevc.rasl(6))
                .end();
        assertThat(feed.sink.hexes())
                .containsExactly(
                        Feed.laid(Hevc.cra(1)), Feed.laid(Hevc.p(4)), Feed.laid(Hevc.cra(5)), Feed.laid(Hevc.rasl(6)));
        assertThat(feed.sink.lostDrops + feed.sink.quietDrops).isZero();
        assertThat(feed.depacketizer.damagedUnits()).isZero();
    }

    @Test
    void pictures_before_a_splice_or_behind_an_end_of_sequence_can_never_be_decoded_and_are_left_out()
            throws SourceException {
        byte[] bla = Hevc.slice(H265.NAL_BLA_W_LP, true, 1);
        byte[] end = Hevc.nal(H265.NAL_END_OF_SEQUENCE);
        Feed feed = Hevc.described()
                .payload(0, true, Hevc.idr())
                .payload(7200, true, bla)
                .payload(3600, true, Hevc.rasl(2))
                .payload(10_800, false, Hevc.p(3))
                .payload(10_800, true, end)
                .payload(21_600, true, Hevc.cra(4))
                .payload(18_000, true, Hevc.rasl(5))
                .end();
        assertThat(feed.sink.hexes())
                .containsExactly(
                        Feed.laid(Hevc.idr()), Feed.laid(bla), Feed.laid(Hevc.p(3), end), Feed.laid(Hevc.cra(4)));
    }

    @Test
    void every_kind_of_picture_that_decoding_can_start_at_is_a_key_frame() throws SourceException {
        Feed feed = Hevc.described();
        for (int type = H265.NAL_BLA_W_LP; type <= H265.NAL_CRA; type++) {
            feed.payload(3600L * type, true, Hevc.slice(type, true)).payload(3600L * type + 1800, true, Hevc.p());
        }
        feed.end();
        assertThat(feed.sink.units)
                .extracting(RecordingSink.Unit::key)
                .containsExactly(true, false, true, false, true, false, true, false, true, false, true, false);
    }

    @Test
    void several_slices_with_the_marker_on_every_packet_stay_one_picture() throws SourceException {
        Feed feed = Hevc.described();
        for (int n = 0; n < 30; n++) {
            int type = n % 10 == 0 ? H265.NAL_IDR_W_RADL : 1;
            feed.payload(n * 3600L, true, Hevc.slice(type, true, n))
                    .payload(n * 3600L, true, Hevc.laterSlice(type, n))
                    .payload(n * 3600L, true, Hevc.laterSlice(type, n, n));
        }
        feed.end();
        assertThat(feed.sink.units).hasSize(30).noneMatch(RecordingSink.Unit::damaged);
        assertThat(feed.sink.units.stream().filter(RecordingSink.Unit::key)).hasSize(3);
    }

    @Test
    void a_lost_fragment_costs_its_picture_and_says_that_pictures_were_lost() throws SourceException {
        Feed feed = Hevc.described().payload(0, true, Hevc.idr());
        List<byte[]> fragments = Hevc.fragments(Hevc.p(1, 2, 3, 4, 5, 6, 7, 8, 9), 3);
        feed.payload(3600, false, fragments.get(0))
                .lost()
                .payload(3600, false, fragments.get(2))
                .payload(3600, true, fragments.get(3))
                .payload(7200, true, Hevc.p())
                .end();
        assertThat(feed.sink.hexes()).containsExactly(Feed.laid(Hevc.idr()), Feed.laid(Hevc.p()));
        assertThat(feed.sink.lostDrops).isOne();
        assertThat(feed.depacketizer.damagedUnits()).isOne();
    }

    @Test
    void other_layers_and_packet_types_within_an_aggregate_are_left_out() throws SourceException {
        byte[] upperLayer = Hevc.p(9);
        upperLayer[1] = 0x09; // nuh_layer_id 1
        Feed feed = Hevc.described()
                .payload(0, true, Hevc.aggregate(Hevc.idr(1), upperLayer, Hevc.nal(50, 1, 2)))
                .payload(3600, true, Hevc.p(2))
                .end();
        assertThat(feed.sink.hexes()).containsExactly(Feed.laid(Hevc.idr(1)), Feed.laid(Hevc.p(2)));
    }

    @Test
    void start_codes_that_were_left_in_the_payload_are_taken_out() throws SourceException {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (byte[] nal : List.of(VPS, SPS, PPS, Hevc.idr(1))) {
            stream.writeBytes(new byte[] {0, 0, 0, 1});
            stream.writeBytes(nal);
        }
        Feed feed = Hevc.undescribed().payload(0, true, stream.toByteArray()).end();
        assertThat(feed.sink.hexes()).containsExactly(Feed.laid(Hevc.idr(1)));
    }

    @Test
    void content_information_packets_are_refused_with_words_and_left_to_the_other_reader() throws SourceException {
        Feed feed = Hevc.described();
        byte[] paci = Hevc.nal(50, 0x26, 0, 1, 2, 3);
        for (int n = 0; n < 31; n++) {
            feed.payload(n, true, paci);
        }
        assertThatThrownBy(() -> feed.payload(31, true, paci)).isInstanceOfSatisfying(SourceException.class, e -> {
            assertThat(e.otherReader()).isTrue();
            assertThat(e.problem().key()).isEqualTo("rtp-paci");
        });
    }

    @Test
    void payloads_cut_short_are_counted_and_break_nothing() throws SourceException {
        Feed feed = Hevc.described().payload(0, false, Hevc.idr());
        for (byte[] cut :
                List.of(new byte[] {2}, new byte[] {0x62, 1}, new byte[] {0x60, 1, 0}, new byte[] {0x7e, 1})) {
            feed.payload(0, false, cut);
        }
        feed.payload(3600, true, Hevc.p(1)).end();
        assertThat(feed.sink.units).extracting(RecordingSink.Unit::damaged).containsExactly(true, false);
        assertThat(feed.depacketizer.refusedPackets()).isEqualTo(3);
    }
}
