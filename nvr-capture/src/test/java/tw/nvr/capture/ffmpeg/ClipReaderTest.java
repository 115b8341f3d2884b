package tw.nvr.capture.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tw.nvr.core.problem.ProblemException;

class ClipReaderTest {
    @TempDir
    Path folder;

    @Test
    void every_picture_and_its_sound_come_with_their_times() throws Exception {
        Path file = TestClips.withAac(folder.resolve("a.mp4"), 20);
        try (ClipReader reader = ClipReader.open(file)) {
            List<ClipPacket> all = all(reader);
            List<ClipPacket> video = all.stream().filter(ClipPacket::video).toList();
            assertThat(video).hasSize(20);
            for (int i = 0; i < 20; i++) {
                assertThat(video.get(i).pts()).isEqualTo(i * 9_000L);
                assertThat(video.get(i).key()).isEqualTo(i % TestClips.KEY_INTERVAL == 0);
            }
            assertThat(all.stream().filter(p -> !p.video())).hasSizeGreaterThan(25);
            ClipFormat format = reader.format();
            assertThat(format.width()).isEqualTo(160);
            assertThat(format.avcC()[0]).isEqualTo((byte) 1);
            assertThat(format.sound().orElseThrow().codec()).isEqualTo(ClipFormat.Codec.AAC);
            assertThat(format.sound().orElseThrow().sampleRate()).isEqualTo(16_000);
        }
    }

    @Test
    void a_clip_that_is_rewound_gives_the_same_again() throws Exception {
        Path file = TestClips.silent(folder.resolve("a.mp4"), 12, 64, 48);
        try (ClipReader reader = ClipReader.open(file)) {
            List<ClipPacket> first = all(reader);
            reader.rewind();
            List<ClipPacket> second = all(reader);
            assertThat(second).hasSameSizeAs(first).hasSize(12);
            for (int i = 0; i < first.size(); i++) {
                assertThat(second.get(i).pts()).isEqualTo(first.get(i).pts());
                assertThat(second.get(i).data()).isEqualTo(first.get(i).data());
            }
        }
    }

    @Test
    void g711_in_a_mov_file_is_found() throws Exception {
        Path file = TestClips.withMuLaw(folder.resolve("a.mov"), 10);
        try (ClipReader reader = ClipReader.open(file)) {
            assertThat(reader.format().sound().orElseThrow().codec()).isEqualTo(ClipFormat.Codec.PCMU);
            int samples = all(reader).stream()
                    .filter(p -> !p.video())
                    .mapToInt(p -> p.data().length)
                    .sum();
            assertThat(samples).isEqualTo(8_000);
        }
    }

    @Test
    void pictures_out_of_order_keep_both_of_their_times() {
        try (ClipReader reader = ClipReader.open(TestClips.persons())) {
            List<ClipPacket> all = all(reader);
            assertThat(all).hasSize(1394);
            assertThat(all).anyMatch(p -> p.pts() != p.dts());
            for (int i = 1; i < all.size(); i++) {
                assertThat(all.get(i).dts()).isGreaterThan(all.get(i - 1).dts());
            }
        }
    }

    @Test
    void a_file_that_is_not_there_is_named() {
        assertProblem(folder.resolve("missing.mp4"), "clip-missing");
    }

    @Test
    void a_text_file_is_no_clip() throws Exception {
        Path file = folder.resolve("letter.mp4");
        Files.writeString(file, "Dear Sir, ".repeat(500));
        assertProblem(file, "clip-damaged");
    }

    @Test
    void another_codec_is_named() throws Exception {
        Path file = TestClips.mpeg4(folder.resolve("old.mp4"));
        assertThatThrownBy(() -> ClipReader.open(file)).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.problem().key()).isEqualTo("clip-not-h264");
            assertThat(e.problem().arguments()).contains("mpeg4");
        });
    }

    @Test
    void a_clip_without_its_index_is_damaged() throws Exception {
        Path file = TestClips.silent(folder.resolve("a.mp4"), 12, 64, 48);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length * 2 / 3));
        assertProblem(file, "clip-damaged");
    }

    private static void assertProblem(Path file, String key) {
        assertThatThrownBy(() -> ClipReader.open(file)).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.problem().key()).isEqualTo(key);
            assertThat(e.problem().arguments()).contains(file.toString());
        });
    }

    private static List<ClipPacket> all(ClipReader reader) {
        List<ClipPacket> all = new ArrayList<>();
        for (Optional<ClipPacket> p = reader.next(); p.isPresent(); p = reader.next()) {
            all.add(p.get());
        }
        return all;
    }
}
