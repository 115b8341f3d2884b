package tw.nvr.capture.rtsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RtspParserTest {
    private static ByteBuffer filled(String text) {
        return ByteBuffer.allocate(RtspParser.MAX_HEADER + RtspParser.MAX_BODY + 1000)
                .put(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static RtspResponse response(String text) throws RtspException {
        return (RtspResponse) RtspParser.take(filled(text)).orElseThrow();
    }

    @Test
    void a_response_is_read_whatever_its_spaces_case_folds_and_line_ends() throws RtspException {
        RtspResponse r = response("rtsp/1.0   200   OK then \nCSEQ :  5\nPublic: DESCRIBE,\n\tSETUP\n  , PLAY\n"
                + "no colon here\n: no name\ncontent-length:4\n\nbodymore");
        assertThat(r.status()).isEqualTo(200);
        assertThat(r.reason()).isEqualTo("OK then");
        assertThat(r.cseq()).isEqualTo(5);
        assertThat(r.header("public")).contains("DESCRIBE, SETUP , PLAY");
        assertThat(r.body()).isEqualTo("body".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void a_missing_reason_number_and_a_version_of_two_are_no_matter() throws RtspException {
        RtspResponse r = response("RTSP/2.0 454\r\n\r\n");
        assertThat(r.status()).isEqualTo(454);
        assertThat(r.reason()).isEmpty();
        assertThat(r.cseq()).isEqualTo(-1);
    }

    @Test
    void junk_before_the_status_line_is_thrown_away_and_frames_stay_in_their_order() throws RtspException {
        ByteBuffer buf = filled("</html>\r\n\r\n$\0\0\2abRTSP/1.0 200 OK\r\nCSeq: 1\r\n\r\n$\0\0\1x$\0\0\7half");
        assertThat(RtspParser.take(buf).orElseThrow().cseq()).isEqualTo(1);
        assertThat(StandardCharsets.ISO_8859_1.decode(buf.duplicate().flip()).toString())
                .isEqualTo("$\0\0\2ab$\0\0\1x$\0\0\7half");
        assertThat(RtspParser.take(buf)).isEmpty();
    }

    @Test
    void a_message_that_comes_byte_by_byte_is_there_with_its_last_byte() throws RtspException {
        byte[] bytes = RtspResponse.of(200, "OK")
                .with("CSeq", "3")
                .withBody("application/sdp", "v=0\r\n".getBytes(StandardCharsets.US_ASCII))
                .toBytes();
        ByteBuffer buf = ByteBuffer.allocate(1000);
        for (int i = 0; i < bytes.length - 1; i++) {
            buf.put(bytes[i]);
            assertThat(RtspParser.take(buf)).as("byte %d", i).isEmpty();
        }
        buf.put(bytes[bytes.length - 1]);
        assertThat(RtspParser.take(buf).map(RtspMessage::cseq)).contains(3);
        assertThat(buf.position()).isZero();
    }

    @Test
    void a_request_goes_out_and_comes_back_as_it_was() throws RtspException {
        RtspRequest sent = RtspRequest.of("SETUP", "rtsp://cam/1/track1?x=1").with("CSeq", "9");
        RtspMessage read = RtspParser.take(filled(new String(sent.toBytes(), StandardCharsets.UTF_8)))
                .orElseThrow();
        String shown = read.match(r -> r.method() + " " + r.uri(), RtspResponse::reason);
        assertThat(shown).isEqualTo("SETUP rtsp://cam/1/track1?x=1");
        assertThat(read.cseq()).isEqualTo(9);
    }

    @Test
    void nothing_can_be_smuggled_into_a_request() {
        assertThatThrownBy(() -> RtspRequest.of("PLAY", "rtsp://cam/\r\nX: y"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RtspRequest.of("PLAY", "rtsp://cam/").with("Session", "1\r\nX: y"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void headers_and_bodies_without_end_are_refused() {
        assertThatThrownBy(() -> RtspParser.take(filled("RTSP/1.0 200 OK\r\n" + "X: y\r\n".repeat(4000))))
                .isInstanceOf(RtspException.class);
        assertThatThrownBy(() -> RtspParser.take(filled("RTSP/1.0 200 OK\r\nContent-Length: 65537\r\n\r\n")))
                .isInstanceOf(RtspException.class);
    }

    @Test
    void a_content_length_that_is_no_number_means_no_body() throws RtspException {
        assertThat(response("RTSP/1.0 200 OK\r\nContent-Length: -5\r\n\r\nrest").body())
                .isEmpty();
        assertThat(response("RTSP/1.0 200 OK\r\nContent-Length: 99999999999\r\n\r\nrest")
                        .body())
                .isEmpty();
    }

    @Test
    void garbage_is_refused_or_thrown_away_and_the_buffer_never_grows() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String alphabet = "RTSP/1.0 20\r\n: $\0\1xOPTIONS ";
        for (int i = 0; i < 5000; i++) {
            StringBuilder s = new StringBuilder(random.nextBoolean() ? "RTSP/1.0 " : "");
            for (int n = random.nextInt(300); n > 0; n--) {
                s.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            ByteBuffer buf = filled(s.toString());
            int before = buf.position();
            Optional<RtspMessage> found;
            try {
                found = RtspParser.take(buf);
            } catch (RtspException e) {
                found = Optional.empty();
            }
            assertThat(buf.position()).as("seed %d", seed).isLessThanOrEqualTo(before);
            assertThat(found.isEmpty() || buf.position() < before)
                    .as("seed %d", seed)
                    .isTrue();
        }
    }
}
