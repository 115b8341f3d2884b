package tw.nvr.capture.rtsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import tw.nvr.capture.source.SourceException;
import tw.nvr.core.footage.GapCause;
import tw.nvr.core.problem.Texts;

class HeadersTest {
    @Test
    void channels_are_those_that_the_camera_chose() throws SourceException {
        assertThat(transport("RTP/AVP/TCP;unicast;interleaved=4-5;ssrc=1A2B")).isEqualTo(new Transport(4, 5));
        assertThat(transport("RTP/AVP;unicast; Interleaved = 2-3 ")).isEqualTo(new Transport(2, 3));
        assertThat(transport("RTP/AVP/TCP;interleaved=6")).isEqualTo(new Transport(6, 7));
        assertThat(transport("RTP/AVP/TCP;interleaved=999-1000")).isEqualTo(new Transport(255, 255));
        assertThat(transport("RTP/AVP/TCP;unicast")).isEqualTo(new Transport(0, 1));
        assertThat(Transport.parse(Optional.empty(), 2)).isEqualTo(new Transport(2, 3));
        assertThat(Transport.ask(2)).isEqualTo("RTP/AVP/TCP;unicast;interleaved=2-3");
    }

    private static Transport transport(String header) throws SourceException {
        return Transport.parse(Optional.of(header), 0);
    }

    @Test
    void udp_and_encryption_are_left_to_the_other_reader_with_words() {
        assertThatThrownBy(() -> transport("RTP/AVP;unicast;client_port=5000-5001"))
                .isInstanceOfSatisfying(SourceException.class, e -> {
                    assertThat(e.problem().key()).isEqualTo("stream-udp-only");
                    assertThat(e.otherReader()).isTrue();
                });
        assertThatThrownBy(() -> transport("RTP/SAVP/TCP;interleaved=0-1"))
                .isInstanceOfSatisfying(
                        SourceException.class,
                        e -> assertThat(e.problem().key()).isEqualTo("stream-srtp"));
    }

    @Test
    void a_session_keeps_its_name_and_a_sane_timeout() {
        assertThat(SessionHeader.parse("12345678")).isEqualTo(new SessionHeader("12345678", 60));
        assertThat(SessionHeader.parse(" ab;Timeout = 30 ")).isEqualTo(new SessionHeader("ab", 30));
        assertThat(SessionHeader.parse("x;timeout=0").timeoutSeconds()).isEqualTo(60);
        assertThat(SessionHeader.parse("x;timeout=1").timeoutSeconds()).isEqualTo(2);
        assertThat(SessionHeader.parse("x;timeout=99999999999").timeoutSeconds())
                .isEqualTo(3600);
    }

    @Test
    void where_tracks_start_is_read_even_with_commas_in_addresses_and_holes() {
        List<RtpInfo> info =
                RtpInfo.parse("url=rtsp://h/a,b/t1;seq=17;rtptime=4294967295, url=rtsp://h/t2;seq=x;rtptime=");
        assertThat(info).hasSize(2);
        assertThat(info.get(0).url()).isEqualTo("rtsp://h/a,b/t1");
        assertThat(info.get(0).sequence()).hasValue(17);
        assertThat(info.get(0).timestamp()).hasValue(4294967295L);
        assertThat(info.get(1).sequence()).isEmpty();
        assertThat(info.get(1).timestamp()).isEmpty();
    }

    @Test
    void ranges_are_read_in_seconds_and_in_hours_and_anything_else_is_open() {
        assertThat(NormalPlayTime.parse("npt=1.5-10").startSeconds()).hasValue(1.5);
        assertThat(NormalPlayTime.parse("npt=1.5-10").endSeconds()).hasValue(10);
        assertThat(NormalPlayTime.parse("npt = 01:02:03.5-").startSeconds()).hasValue(3723.5);
        for (String open : List.of("npt=now-", "clock=20260101T000000Z-", "", "npt=-", "npt")) {
            assertThat(NormalPlayTime.parse(open).startSeconds()).as(open).isEqualTo(OptionalDouble.empty());
        }
    }

    @Test
    void every_refusal_has_a_cause_and_words_in_both_languages() {
        for (int status : new int[] {301, 302, 400, 401, 403, 404, 405, 451, 453, 454, 461, 500, 503, 551}) {
            SourceException e = Refusals.of("PLAY", RtspResponse.of(status, "Because\u0007"));
            for (Locale locale : List.of(Texts.EN, Texts.ZH_TW)) {
                Texts texts = Texts.of(locale, List.of("tw.nvr.capture.messages"));
                assertThat(texts.what(e.problem()))
                        .as("%d", status)
                        .isNotBlank()
                        .doesNotContain("\u0007");
                assertThat(texts.remedy(e.problem())).as("%d", status).isNotBlank();
            }
        }
        assertThat(Refusals.of("PLAY", RtspResponse.of(401, "")).gapCause()).isEqualTo(GapCause.AUTH);
        assertThat(Refusals.of("SETUP", RtspResponse.of(461, "")).otherReader()).isTrue();
        assertThat(Refusals.of("DESCRIBE", RtspResponse.of(302, "")).otherReader())
                .isFalse();
    }
}
