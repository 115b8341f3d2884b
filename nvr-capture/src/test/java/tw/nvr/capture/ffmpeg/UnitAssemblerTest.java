package tw.nvr.capture.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tw.nvr.core.footage.VideoFormat;

class UnitAssemblerTest {
    private static final String START = "00000001";

    private final UnitAssembler assembler = new UnitAssembler(VideoFormat.Codec.H264, false);

    private static FfmpegInput.Read piece(long ticks, String hex) {
        return new FfmpegInput.Read(true, ticks, true, false, HexFormat.of().parseHex(hex));
    }

    private static String hex(Optional<FfmpegInput.Read> unit) {
        return HexFormat.of().formatHex(unit.orElseThrow().data());
    }

    @Test
    void a_picture_is_complete_when_the_next_one_starts() {
        assertThat(assembler.take(piece(100, START + "65aa"))).isEmpty();
        assertThat(assembler.take(piece(100, "bbcc"))).isEmpty();
        assertThat(hex(assembler.take(piece(200, START + "419a")))).isEqualTo(START + "65aabbcc");
        assertThat(assembler.finish().orElseThrow().ticks()).isEqualTo(200);
        assertThat(assembler.finish()).isEmpty();
    }

    @Test
    void times_that_move_in_the_midst_of_a_picture_do_not_cut_it() {
        assembler.take(piece(100, START + "65aa"));
        assertThat(assembler.take(piece(103, "bbcc"))).isEmpty();
        // a second slice: first_mb_in_slice is not zero, so its first bit is not set
        assertThat(assembler.take(piece(103, START + "6511"))).isEmpty();
        Optional<FfmpegInput.Read> done = assembler.take(piece(203, START + "419a"));
        assertThat(hex(done)).isEqualTo(START + "65aabbcc" + START + "6511");
        assertThat(done.orElseThrow().ticks()).isEqualTo(100);
    }

    @Test
    void a_file_gives_whole_pictures() {
        UnitAssembler whole = new UnitAssembler(VideoFormat.Codec.H264, true);
        whole.take(piece(100, "0000000265aa"));
        Optional<FfmpegInput.Read> done = whole.take(piece(100, "00000002419a"));
        assertThat(hex(done)).isEqualTo("0000000265aa");
        assertThat(done.orElseThrow().key()).isTrue();
    }

    @Test
    void an_endless_picture_is_cut_off_and_marked() {
        assembler.take(piece(100, START + "65aa"));
        ByteArrayOutputStream much = new ByteArrayOutputStream();
        much.writeBytes(new byte[1 << 20]);
        for (int i = 0; i < 20; i++) {
            assembler.take(new FfmpegInput.Read(true, 100, true, false, much.toByteArray()));
        }
        FfmpegInput.Read done = assembler.finish().orElseThrow();
        assertThat(done.corrupt()).isTrue();
        assertThat(done.data().length).isLessThanOrEqualTo(8 << 20);
    }
}
