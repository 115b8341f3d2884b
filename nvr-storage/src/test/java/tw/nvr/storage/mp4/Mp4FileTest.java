package tw.nvr.storage.mp4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tw.nvr.core.footage.Fragment;
import tw.nvr.core.footage.FragmentPool;
import tw.nvr.core.footage.FragmentRef;
import tw.nvr.core.footage.StreamFormat;
import tw.nvr.storage.SyntheticRun;

class Mp4FileTest {
    private static final Instant START = Instant.parse("2026-11-20T00:00:00.123456789Z");

    @TempDir
    Path folder;

    private final FragmentPool pool = new FragmentPool(16 << 20);
    private final List<StoredFragment> written = new ArrayList<>();

    private byte[] file(boolean sound, int fragments, boolean sealed) throws IOException {
        StreamFormat format = sound ? SyntheticRun.WITH_SOUND : SyntheticRun.PICTURES;
        ByteBuffer out = ByteBuffer.allocate(1 << 20);
        out.put(InitWriter.write(format, "{\"note\":1}"));
        SyntheticRun run = new SyntheticRun(pool, START, sound, 2, 0);
        for (int i = 0; i < fragments; i++) {
            Fragment f = run.next(2);
            written.add(FragmentWriter.lay(f, i + 1, out.position()).orElseThrow());
            out.put(f.buffer());
            pool.release(f);
        }
        if (sealed) {
            out.put(TailWriter.write(written));
        }
        byte[] bytes = new byte[out.position()];
        out.get(0, bytes);
        return bytes;
    }

    private Mp4File read(byte[] bytes, boolean walk) throws IOException {
        Path file = folder.resolve("f.mp4");
        Files.write(file, bytes);
        try (FileChannel c = FileChannel.open(file, StandardOpenOption.READ)) {
            return walk ? Mp4File.walk(c, true) : Mp4File.read(c);
        }
    }

    @Test
    void what_was_written_is_read_by_table_and_by_walking_to_the_nanosecond() throws Exception {
        byte[] bytes = file(true, 5, true);
        for (boolean walk : new boolean[] {true, false}) {
            Mp4File file = read(bytes, walk);
            assertThat(file.fragments()).isEqualTo(written);
            assertThat(file.format()).contains(SyntheticRun.WITH_SOUND);
            assertThat(file.note()).contains("{\"note\":1}");
            assertThat(file.fragments().get(0).ref().start()).isEqualTo(START);
            assertThat(file.fragments()).extracting(f -> f.ref().key()).containsExactly(true, false, true, false, true);
        }
    }

    @Test
    void a_table_that_names_fragments_where_none_can_be_is_not_believed() throws Exception {
        byte[] whole = file(false, 3, false);
        FragmentRef first = written.get(0).ref();
        for (FragmentRef wrong : List.of(
                new FragmentRef(-4096, first.length(), START, 90_000, 0, true),
                new FragmentRef(1L << 62, first.length(), START, 90_000, 0, true),
                new FragmentRef(first.offset(), -1, START, 90_000, 0, true),
                new FragmentRef(first.offset(), first.length(), START, -1, 0, true))) {
            List<StoredFragment> claimed = new ArrayList<>(written);
            claimed.set(0, new StoredFragment(wrong, 100, 0, 2));
            ByteBuffer tail = TailWriter.write(claimed);
            byte[] bytes = Arrays.copyOf(whole, whole.length + tail.remaining());
            tail.get(bytes, whole.length, tail.remaining());
            assertThat(read(bytes, false).fragments()).as("%s", wrong).isEqualTo(written);
        }
    }

    @Test
    void every_fragment_begins_and_ends_on_a_block() throws Exception {
        file(true, 4, false);
        assertThat(written).allSatisfy(f -> {
            assertThat(f.ref().offset() % Fragment.BLOCK).isZero();
            assertThat(f.ref().length() % Fragment.BLOCK).isZero();
        });
    }

    @Test
    void a_file_cut_at_any_byte_keeps_exactly_its_whole_fragments() throws Exception {
        byte[] bytes = file(false, 3, true);
        Path file = folder.resolve("cut.mp4");
        Files.write(file, bytes);
        try (FileChannel c = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            for (int length = bytes.length; length >= 0; length--) {
                c.truncate(length);
                long whole = 0;
                for (StoredFragment f : written) {
                    whole += f.end() <= length ? 1 : 0;
                }
                assertThat(Mp4File.walk(c, true).fragments())
                        .as("cut at %d", length)
                        .hasSize((int) whole);
                assertThat(Mp4File.read(c).fragments()).as("cut at %d", length).hasSize((int) whole);
            }
        }
    }

    @Test
    void no_changed_byte_of_head_or_fragments_is_taken_for_whole_and_none_throws() throws Exception {
        byte[] bytes = file(true, 3, false);
        Path file = folder.resolve("flip.mp4");
        Files.write(file, bytes);
        try (FileChannel c = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            for (int at = 0; at < bytes.length; at++) {
                c.write(ByteBuffer.wrap(new byte[] {(byte) ~bytes[at]}), at);
                List<StoredFragment> kept = Mp4File.walk(c, true).fragments();
                int before = before(at);
                assertThat(kept.size()).as("byte %d", at).isGreaterThanOrEqualTo(before);
                assertThat(kept.subList(0, before)).isEqualTo(written.subList(0, before));
                boolean inPadding = isPadding(bytes, at);
                if (at >= written.get(0).ref().offset() && !inPadding) {
                    assertThat(kept).as("byte %d", at).hasSize(before);
                }
                c.write(ByteBuffer.wrap(new byte[] {bytes[at]}), at);
            }
        }
    }

    /** Whole fragments in front of a byte. */
    private int before(int at) {
        return (int) written.stream().filter(f -> f.end() <= at).count();
    }

    /** Whether the byte lies in the zeros behind a fragment's checksum, which nothing covers. */
    private boolean isPadding(byte[] bytes, int at) {
        for (StoredFragment f : written) {
            int end = (int) f.end();
            int lastNonZero = end - 1;
            while (bytes[lastNonZero] == 0) {
                lastNonZero--;
            }
            if (at > lastNonZero && at < end) {
                return true;
            }
        }
        return false;
    }

    @Test
    void a_changed_byte_in_the_table_means_walking_not_wrong_offsets() throws Exception {
        byte[] bytes = file(false, 4, true);
        int tail = (int) written.get(3).end();
        for (int at = tail; at < bytes.length; at++) {
            bytes[at] ^= 0x55;
            assertThat(read(bytes, false).fragments())
                    .as("byte %d", at)
                    .hasSize(4)
                    .allSatisfy(f -> assertThat(f.ref().length()).isPositive());
            bytes[at] ^= 0x55;
        }
    }

    @Test
    void a_fragment_with_more_pictures_than_its_head_can_list_is_refused_not_written_wrong() {
        SyntheticRun run = new SyntheticRun(pool, START, false, 1, 0);
        assertThat(FragmentWriter.lay(run.next(2000), 1, 4096)).isEmpty();
        assertThat(FragmentWriter.lay(run.next(900), 1, 4096)).isPresent();
    }

    @Test
    void ntp_times_keep_their_nanoseconds_across_the_era_of_2036() {
        for (String t : List.of(
                "1970-01-01T00:00:00Z",
                "2026-11-20T12:34:56.999999999Z",
                "2036-02-07T06:28:15.000000001Z",
                "2036-02-07T06:28:16Z",
                "2099-12-31T23:59:59.123456789Z")) {
            assertThat(NtpTime.toInstant(NtpTime.of(Instant.parse(t)))).isEqualTo(Instant.parse(t));
        }
    }

    @Test
    void ffprobe_finds_every_packet_of_both_tracks() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/ffprobe")), "ffprobe is not installed");
        Path file = folder.resolve("p.mp4");
        Files.write(file, file(true, 6, true));
        Process p = new ProcessBuilder(
                        "/usr/bin/ffprobe",
                        "-v",
                        "warning",
                        "-count_packets",
                        "-show_entries",
                        "stream=codec_name,width,height,nb_read_packets:format=duration",
                        "-of",
                        "csv",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String out = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(p.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(out)
                .contains("stream,h264,64,48,12")
                .contains("stream,aac,48")
                .doesNotContain("[mov");
    }
}
