package tw.nvr.web.media;

import static org.assertj.core.api.Assertions.assertThat;
import static tw.nvr.web.fake.RunningConsole.GATE;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tw.nvr.core.footage.FragmentRef;
import tw.nvr.core.footage.SegmentId;
import tw.nvr.core.time.TimeRange;
import tw.nvr.web.fake.BoxReader;
import tw.nvr.web.fake.FootageOnDisk;

/** Random recordings: whatever was recorded, the playlists tile it. */
class PlaylistPropertyTest {
    private static final Instant HOUR = Instant.parse("2026-11-20T01:00:00Z");

    @TempDir
    Path folder;

    @Test
    void entries_tile_what_was_recorded_without_overlap_and_each_starts_with_a_key_frame() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 25; round++) {
            String where = "seed " + seed + " round " + round;
            FootageOnDisk footage = new FootageOnDisk(Files.createDirectories(folder.resolve("r" + round)));
            List<FootageOnDisk.Writing> recorded = record(footage, random);
            check(where, footage, recorded);
        }
    }

    /** Some runs of some segments over the two hours, with short and long groups of pictures and dropped ones. */
    private static List<FootageOnDisk.Writing> record(FootageOnDisk footage, Random random) {
        List<FootageOnDisk.Writing> all = new ArrayList<>();
        Instant at = HOUR.plusSeconds(3600 - random.nextInt(300));
        for (int run = 1; run <= 3; run++) {
            long ticks = 0;
            int keyEvery = 1 + random.nextInt(7);
            for (int s = 0; s < 1 + random.nextInt(4); s++) {
                FootageOnDisk.Writing segment = footage.segment(GATE, at, run, random.nextBoolean());
                int fragments = 1 + random.nextInt(60);
                for (int i = 0; i < fragments; i++) {
                    if (i > 0 && random.nextInt(40) == 0) {
                        int lost = 2 + random.nextInt(5);
                        at = at.plusSeconds(lost);
                        ticks += lost * 90_000L;
                    }
                    int pictures = 3 + random.nextInt(8);
                    segment.fragment(at, ticks, pictures, i % keyEvery == 0, 10);
                    at = at.plusMillis(pictures * 100L);
                    ticks += pictures * 9_000L;
                }
                segment.seal();
                all.add(segment);
            }
            at = at.plusSeconds(3 + random.nextInt(100));
        }
        return all;
    }

    private static void check(String where, FootageOnDisk footage, List<FootageOnDisk.Writing> recorded)
            throws Exception {
        FragmentTables tables = new FragmentTables(footage);
        List<Entry> entries = new ArrayList<>();
        for (int h = 0; h < 2; h++) {
            TimeRange hour = new TimeRange(HOUR.plusSeconds(h * 3600L), HOUR.plusSeconds(h * 3600L + 3600));
            HourOfFootage read = HourOfFootage.read(GATE, hour, footage, tables, HOUR.plusSeconds(100_000));
            List<Entry> ofHour = parse(HlsPlaylists.of(read).text(true));
            for (Entry e : ofHour) {
                assertThat(new TimeRange(e.start, e.end).overlaps(hour))
                        .as(where)
                        .isTrue();
            }
            boolean overEdge =
                    !entries.isEmpty() && !ofHour.isEmpty() && ofHour.get(0).sameBytes(entries);
            entries.addAll(overEdge ? ofHour.subList(1, ofHour.size()) : ofHour);
        }
        long listed = 0;
        for (int i = 0; i < entries.size(); i++) {
            Entry e = entries.get(i);
            listed += e.length;
            if (i > 0) {
                assertThat(e.start)
                        .as(where)
                        .isAfterOrEqualTo(entries.get(i - 1).end.minusMillis(2));
            }
            byte[] file = Files.readAllBytes(
                    footage.segment(new SegmentId(e.segment)).isPresent()
                            ? recorded.stream()
                                    .filter(w -> w.id().value().equals(e.segment))
                                    .findFirst()
                                    .orElseThrow()
                                    .file()
                            : Path.of("gone"));
            byte[] bytes = Arrays.copyOfRange(file, (int) e.offset, (int) (e.offset + e.length));
            List<BoxReader.Box> boxes = BoxReader.all(bytes);
            assertThat(boxes)
                    .extracting(BoxReader.Box::type)
                    .as(where)
                    .startsWith("free", "prft", "moof", "mdat", "free");
            assertThat(boxes.get(3).content()[0]).as(where + ": a key frame").isEqualTo((byte) 'K');
        }
        long decodable =
                recorded.stream().mapToLong(PlaylistPropertyTest::decodable).sum();
        assertThat(listed).as(where + ": every byte that can be decoded, once").isEqualTo(decodable);
    }

    /** Bytes of the fragments that a key frame precedes without a hole between. */
    private static long decodable(FootageOnDisk.Writing segment) {
        long bytes = 0;
        boolean can = false;
        long expected = -1;
        for (FragmentRef f : segment.fragments()) {
            can = f.key() || can && f.decodeTicks() == expected;
            bytes += can ? f.length() : 0;
            expected = f.decodeTicks() + f.durationTicks();
        }
        return bytes;
    }

    private static List<Entry> parse(String playlist) {
        List<Entry> entries = new ArrayList<>();
        Instant at = Instant.EPOCH;
        Duration length = Duration.ZERO;
        String range = "";
        for (String line : playlist.lines().toList()) {
            if (line.startsWith("#EXT-X-PROGRAM-DATE-TIME:")) {
                at = Instant.parse(line.substring(25));
            } else if (line.startsWith("#EXTINF:")) {
                length = Duration.ofNanos(Math.round(Double.parseDouble(line.substring(8, line.length() - 1)) * 1e9));
            } else if (line.startsWith("#EXT-X-BYTERANGE:")) {
                range = line.substring(17);
            } else if (!line.startsWith("#")) {
                String[] parts = range.split("@", 2);
                entries.add(new Entry(
                        line.substring("../../media/".length()),
                        Long.parseLong(parts[1]),
                        Long.parseLong(parts[0]),
                        at,
                        at.plus(length)));
                at = at.plus(length);
            }
        }
        return entries;
    }

    private record Entry(String segment, long offset, long length, Instant start, Instant end) {
        boolean sameBytes(List<Entry> others) {
            Entry last = others.get(others.size() - 1);
            return last.segment.equals(segment) && last.offset == offset;
        }
    }
}
