package tw.nvr.core.footage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tw.nvr.core.footage.VideoFormat.Codec;

class FormatsTest {
    /** The codecs parameter of RFC 6381; the H.265 lines follow the examples of ISO/IEC 14496-15 annex E.3. */
    @ParameterizedTest
    @CsvSource({
        "H264, 0164001fffe100, avc1.64001f",
        "H264, 0142c01effe100, avc1.42c01e",
        "H264, 014d0028ffe100, avc1.4d0028",
        "H265, 0101600000009000000000005d, hvc1.1.6.L93.90",
        "H265, 010160000000b000000000005d, hvc1.1.6.L93.B0",
        "H265, 0102200000009000000000007b, hvc1.2.4.L123.90",
        "H265, 01220000000000000000000099, hvc1.2.0.H153.0",
        "H265, 010160000000b000010000005d, hvc1.1.6.L93.B0.0.1",
        "H265, 0141600000009000000000005d, hvc1.A1.6.L93.90",
    })
    void the_codec_string_says_what_a_browser_asks_for(Codec codec, String config, String expected) {
        assertThat(new VideoFormat(codec, 1920, 1080, HexFormat.of().parseHex(config)).codecString())
                .isEqualTo(expected);
    }

    @Test
    void both_tracks_stand_in_one_codec_string() {
        VideoFormat video = h264("0164001fffe100");
        AudioFormat audio = new AudioFormat(8000, 1, new byte[] {0x15, (byte) 0x88});

        assertThat(new StreamFormat(video, Optional.of(audio)).codecString()).isEqualTo("avc1.64001f,mp4a.40.2");
        assertThat(new StreamFormat(video, Optional.empty()).codecString()).isEqualTo("avc1.64001f");
        assertThat(new StreamFormat(video, Optional.of(audio))).hasToString("H.264 1920×1080 + AAC 8000 Hz");
    }

    @Test
    void formats_are_equal_when_their_bytes_are() {
        assertThat(h264("0164001fffe100")).isEqualTo(h264("0164001fffe100")).hasSameHashCodeAs(h264("0164001fffe100"));
        assertThat(h264("0164001fffe100")).isNotEqualTo(h264("01640020ffe100"));
        assertThat(new AudioFormat(8000, 1, new byte[2]))
                .isEqualTo(new AudioFormat(8000, 1, new byte[2]))
                .isNotEqualTo(new AudioFormat(16000, 1, new byte[2]));
    }

    @Test
    void impossible_formats_are_refused() {
        assertThatThrownBy(() -> new VideoFormat(Codec.H264, 0, 1080, new byte[7]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new VideoFormat(Codec.H264, 20_000, 1080, new byte[7]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new VideoFormat(Codec.H264, 640, 360, new byte[6]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new AudioFormat(1, 1, new byte[2])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new AudioFormat(8000, 1, new byte[1])).isInstanceOf(IllegalArgumentException.class);
    }

    private static VideoFormat h264(String config) {
        return new VideoFormat(Codec.H264, 1920, 1080, HexFormat.of().parseHex(config));
    }
}
