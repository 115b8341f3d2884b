package tw.nvr.capture.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tw.nvr.capture.simulated.SentUnit;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.footage.AudioFormat;
import tw.nvr.core.footage.GapCause;
import tw.nvr.core.footage.VideoFormat;

class RunBuilderTest {
    private static final CameraId CAMERA = new CameraId("gate");
    private static final long START = 1_790_000_000_000_000L;
    private static final int FRAME = 3_600;
    private static final VideoFormat SMALL = format(640);
    private static final VideoFormat LARGE = format(1280);
    private static final AudioFormat SOUND = new AudioFormat(16_000, 1, new byte[] {0x14, 0x08});

    private final KeptFootage kept = new KeptFootage();
    private final RunBuilder builder = new RunBuilder(CAMERA, kept);
    private final List<String> laid = new ArrayList<>();
    private long now = START;
    private int number;

    private static VideoFormat format(int width) {
        return new VideoFormat(VideoFormat.Codec.H264, width, 360, new byte[] {1, 66, 0, 30, -1, -31, 0});
    }

    /** Lays a unit of that many bytes in one NAL unit; its contents are its number. */
    private void unit(long ticks, boolean key, int bytes) {
        ByteBuffer room = builder.room(bytes + 4);
        if (room == null) {
            builder.dropUnit(true);
            return;
        }
        byte[] nal = new byte[bytes];
        new Random(number++).nextBytes(nal);
        room.putInt(bytes).put(nal);
        laid.add(SentUnit.sha1OfNals(List.of(nal)));
        builder.videoUnit(ticks, key, false);
    }

    /** One poll that brings one unit. */
    private void poll(long ticks, boolean key) {
        builder.pollBegins(now);
        unit(ticks, key, 500);
        builder.pollEnds();
        now += 40_000;
    }

    private void pictures(int from, int count, int keyEvery) {
        for (int i = from; i < from + count; i++) {
            poll(90_000L + (long) i * FRAME, i % keyEvery == 0);
        }
    }

    private List<String> recorded() {
        return kept.video().stream().map(KeptFootage.Sample::sha1).toList();
    }

    @Test
    void everything_that_was_laid_is_recorded_once_and_in_order() {
        builder.format(SMALL, 0, Optional.empty());
        pictures(0, 250, 50);
        builder.close(GapCause.STOPPED);

        assertThat(recorded()).isEqualTo(laid);
        assertThat(kept.runs()).hasSize(1);
        assertThat(kept.runs().get(0).cause()).contains(GapCause.STOPPED);
    }

    @Test
    void fragments_close_after_a_second_and_before_key_frames_and_the_first_one_after_a_quarter() {
        builder.format(SMALL, 0, Optional.empty());
        pictures(0, 200, 60);
        builder.close(GapCause.STOPPED);

        List<Integer> counts =
                kept.runs().get(0).parts.stream().map(p -> p.video().size()).toList();
        // 0.25 s are 6.25 pictures. The key frame at 60 comes 0.12 s after a start, those at 120 and 180 later.
        assertThat(counts).containsExactly(7, 25, 25, 25, 25, 13, 25, 25, 10, 20);
    }

    @Test
    void fragments_of_a_camera_that_is_watched_are_half_as_long_and_lose_nothing() {
        builder.format(SMALL, 0, Optional.empty());
        pictures(0, 60, 60);
        builder.watched(true);
        pictures(60, 60, 60);
        builder.watched(false);
        pictures(120, 60, 60);
        builder.close(GapCause.STOPPED);

        List<Integer> counts =
                kept.runs().get(0).parts.stream().map(p -> p.video().size()).toList();
        // Half a second are 12.5 pictures; the key frame at 60 comes 0.12 s after a start, the one at 120 later.
        assertThat(counts).containsExactly(7, 25, 25, 13, 13, 13, 13, 11, 25, 25, 10);
        assertThat(recorded()).isEqualTo(laid);
    }

    @Test
    void a_run_begins_with_a_key_frame_and_its_time_runs_on_from_fragment_to_fragment() {
        builder.format(SMALL, 0, Optional.empty());
        pictures(7, 120, 25);
        builder.close(GapCause.STOPPED);

        List<KeptFootage.Sample> video = kept.video();
        assertThat(video.get(0).key()).isTrue();
        assertThat(video).hasSize(120 - 18);
        for (int i = 0; i < video.size(); i++) {
            assertThat(video.get(i).decode()).isEqualTo((long) i * FRAME);
            assertThat(video.get(i).present()).isEqualTo((long) i * FRAME);
        }
    }

    @Test
    void b_frames_get_decoding_times_that_grow_and_never_lie_behind_presentation() {
        builder.format(SMALL, 1, Optional.empty());
        // I P B B P B B ... in decoding order
        int[] order = new int[151];
        for (int g = 0; g < 50; g++) {
            order[3 * g + 1] = 3 * g + 3;
            order[3 * g + 2] = 3 * g + 1;
            order[3 * g + 3] = 3 * g + 2;
        }
        for (int shown : order) {
            poll(90_000L + (long) shown * FRAME, shown % 30 == 0 && shown < 150);
        }
        builder.close(GapCause.STOPPED);

        List<KeptFootage.Sample> video = kept.video();
        assertThat(recorded()).isEqualTo(laid);
        for (int i = 0; i < video.size(); i++) {
            KeptFootage.Sample s = video.get(i);
            assertThat(s.present()).as("picture %d", i).isGreaterThanOrEqualTo(s.decode());
            assertThat(s.present() - video.get(0).present()).isEqualTo((long) order[i] * FRAME);
            assertThat(s.duration()).as("picture %d", i).isEqualTo(FRAME);
        }
        assertThat(video.get(0).present()).isEqualTo(FRAME);
    }

    @Test
    void fragments_follow_each_other_in_utc_without_hole_or_overlap_worth_a_word() {
        builder.format(SMALL, 1, Optional.empty());
        pictures(0, 500, 25);
        builder.close(GapCause.STOPPED);

        List<KeptFootage.Part> parts = kept.runs().get(0).parts;
        for (int i = 1; i < parts.size(); i++) {
            Duration between =
                    Duration.between(parts.get(i - 1).end(), parts.get(i).start());
            assertThat(between.abs()).isLessThan(Duration.ofMillis(10));
        }
        long first = START - parts.get(0).start().toEpochMilli() * 1000;
        assertThat(Math.abs(first)).isLessThan(200_000);
    }

    @Test
    void a_new_format_ends_the_run_without_a_cause_and_the_next_begins_with_the_next_key_frame() {
        builder.format(SMALL, 0, Optional.empty());
        pictures(0, 60, 25);
        builder.format(LARGE, 0, Optional.empty());
        pictures(60, 65, 25);
        builder.close(GapCause.STOPPED);

        List<KeptFootage.Run> runs = kept.runs();
        assertThat(runs).hasSize(2);
        assertThat(runs.get(0).cause()).isEmpty();
        assertThat(runs.get(0).closed()).isTrue();
        assertThat(runs.get(0).video()).hasSize(60);
        assertThat(runs.get(1).format.video().width()).isEqualTo(1280);
        assertThat(runs.get(1).video()).hasSize(50);
        assertThat(runs.get(1).video().get(0).key()).isTrue();
        assertThat(runs.get(1).video().get(0).decode()).isZero();
    }

    @Test
    void a_new_format_in_the_middle_of_a_unit_keeps_what_was_laid_of_it() {
        builder.format(SMALL, 0, Optional.empty());
        pictures(0, 30, 25);
        builder.pollBegins(now);
        builder.room(104).putInt(46).put(new byte[46]);
        builder.format(LARGE, 0, Optional.empty());
        builder.room(54).putInt(50).put(new byte[50]);
        builder.videoUnit(90_000L + 30L * FRAME, true, false);
        builder.pollEnds();
        builder.close(GapCause.STOPPED);

        KeptFootage.Sample first = kept.runs().get(1).video().get(0);
        assertThat(first.size()).isEqualTo(4 + 46 + 4 + 50);
        assertThat(first.sha1()).isEqualTo(SentUnit.sha1OfNals(List.of(new byte[96])));
    }

    @Test
    void the_same_format_again_changes_nothing() {
        builder.format(SMALL, 0, Optional.empty());
        pictures(0, 30, 25);
        builder.format(format(640), 0, Optional.empty());
        pictures(30, 30, 25);
        builder.close(GapCause.STOPPED);
        assertThat(kept.runs()).hasSize(1);
    }

    @Test
    void a_jump_of_the_timestamps_ends_the_run_with_cause_clock_and_the_next_begins_with_a_key_frame() {
        for (long jump : new long[] {20 * 90_000L, 3 * 90_000L, -20 * 90_000L, 1L << 40}) {
            KeptFootage fresh = new KeptFootage();
            RunBuilder b = new RunBuilder(CAMERA, fresh);
            b.format(SMALL, 0, Optional.empty());
            for (int i = 0; i < 150; i++) {
                b.pollBegins(START + i * 40_000L);
                b.room(54).putInt(50).put(new byte[50]);
                b.videoUnit((1L << 33) + i * 3_600L + (i < 80 ? 0 : jump), i % 25 == 0, false);
                b.pollEnds();
            }
            b.close(GapCause.STOPPED);
            assertThat(fresh.runs()).as("jump by %d ticks", jump).hasSize(2);
            assertThat(fresh.runs().get(0).cause()).contains(GapCause.CLOCK);
            assertThat(fresh.runs().get(0).video()).hasSize(80);
            assertThat(fresh.runs().get(1).video()).hasSize(50);
        }
    }

    @Test
    void timestamps_that_stand_still_end_the_run_with_cause_clock() {
        builder.format(SMALL, 0, Optional.empty());
        pictures(0, 50, 25);
        for (int i = 0; i < 40; i++) {
            poll(90_000L + 50L * FRAME, false);
        }
        assertThat(kept.runs().get(0).cause()).contains(GapCause.CLOCK);
    }

    @Test
    void a_clock_of_this_machine_that_was_set_ends_the_run_at_the_next_unit() {
        builder.format(SMALL, 0, Optional.empty());
        pictures(0, 60, 25);
        now += 3_600_000_000L;
        builder.breakRun(GapCause.CLOCK);
        pictures(60, 40, 25);
        builder.close(GapCause.STOPPED);

        assertThat(kept.runs()).hasSize(2);
        assertThat(kept.runs().get(0).cause()).contains(GapCause.CLOCK);
        assertThat(kept.runs().get(0).video()).hasSize(60);
        KeptFootage.Part next = kept.runs().get(1).parts.get(0);
        assertThat(next.start().toEpochMilli() * 1000 - START).isGreaterThan(3_600_000_000L);
    }

    @Test
    void sound_stays_with_its_pictures_when_the_clock_of_this_machine_was_set() {
        builder.format(SMALL, 0, Optional.of(SOUND));
        for (int i = 0; i < 200; i++) {
            if (i == 100) {
                now -= 86_400_000_000L;
                builder.breakRun(GapCause.CLOCK);
            }
            builder.pollBegins(now);
            builder.audioUnit(5_000 + i * 640L, ByteBuffer.wrap(new byte[20]));
            unit(90_000L + (long) i * FRAME, i % 25 == 0, 500);
            builder.pollEnds();
            now += 40_000;
        }
        builder.close(GapCause.STOPPED);

        assertThat(kept.runs()).hasSize(2);
        for (KeptFootage.Run run : kept.runs()) {
            double heard = run.audio().get(run.audio().size() - 1).decode() / 16_000.0;
            double shown = run.video().get(run.video().size() - 1).present() / 90_000.0;
            assertThat(heard).isBetween(shown - 0.5, shown + 0.5);
        }
    }

    @Test
    void after_a_refusal_recording_goes_on_with_the_next_key_frame_in_the_same_run() {
        builder.format(SMALL, 0, Optional.empty());
        pictures(0, 60, 25);
        kept.refuse(true);
        pictures(60, 40, 25);
        assertThat(builder.refused()).isTrue();
        kept.refuse(false);
        pictures(100, 60, 25);
        builder.close(GapCause.STOPPED);

        assertThat(kept.runs()).hasSize(1);
        assertThat(builder.refused()).isFalse();
        List<KeptFootage.Part> parts = kept.runs().get(0).parts;
        for (int i = 1; i < parts.size(); i++) {
            long end = parts.get(i - 1)
                            .video()
                            .get(parts.get(i - 1).video().size() - 1)
                            .decode()
                    + FRAME;
            KeptFootage.Sample first = parts.get(i).video().get(0);
            assertThat(first.key() || first.decode() == end)
                    .as("fragment %d", i)
                    .isTrue();
        }
        assertThat(recorded()).containsSubsequence(laid.subList(125, 160));
    }

    @Test
    void without_memory_whole_groups_of_pictures_are_dropped_and_told_as_disk() {
        KeptFootage tight = new KeptFootage(300 * 1024);
        RunBuilder b = new RunBuilder(CAMERA, tight);
        b.format(SMALL, 0, Optional.empty());
        int dropped = 0;
        for (int i = 0; i < 100; i++) {
            b.pollBegins(START + i * 40_000L);
            ByteBuffer room = b.room(20_004);
            if (room == null) {
                dropped++;
                b.dropUnit(true);
            } else {
                room.putInt(20_000).put(new byte[20_000]);
                b.videoUnit(i * 3_600L, i % 25 == 0, false);
            }
            b.pollEnds();
        }
        b.close(GapCause.STOPPED);
        assertThat(dropped).isPositive();
        assertThat(tight.words()).isNotEmpty().allMatch(w -> w.cause() == GapCause.DISK);
        for (KeptFootage.Part part : tight.runs().get(0).parts) {
            assertThat(part.video()).isNotEmpty();
        }
    }

    @Test
    void sound_lies_beside_the_pictures_of_its_time_and_a_loss_makes_a_jump_not_a_drift() {
        builder.format(SMALL, 0, Optional.of(SOUND));
        long sound = 777_000;
        long nextSound = START;
        for (int i = 0; i < 300; i++) {
            builder.pollBegins(now);
            unit(90_000L + (long) i * FRAME, i % 25 == 0, 500);
            while (nextSound <= now) {
                boolean lost = nextSound > START + 4_000_000 && nextSound < START + 5_000_000;
                if (!lost) {
                    builder.audioUnit(sound, ByteBuffer.wrap(new byte[] {1, 2, 3, (byte) (sound >> 10)}));
                }
                sound += 1024;
                nextSound += 64_000;
            }
            builder.pollEnds();
            now += 40_000;
        }
        builder.close(GapCause.STOPPED);

        List<KeptFootage.Sample> audio = kept.runs().get(0).audio();
        assertThat(audio).hasSizeGreaterThan(160);
        for (KeptFootage.Part part : kept.runs().get(0).parts) {
            for (KeptFootage.Sample s : part.audio()) {
                double heard = s.decode() / 16_000.0;
                double shown = part.video().get(0).present() / 90_000.0;
                assertThat(heard - shown).isBetween(-0.3, 1.3);
            }
        }
        List<Long> decode = audio.stream().map(KeptFootage.Sample::decode).toList();
        assertThat(decode).isSorted();
        long jumps = 0;
        for (int i = 1; i < decode.size(); i++) {
            long step = decode.get(i) - decode.get(i - 1);
            assertThat(step % 1024).isZero();
            jumps += step > 1024 ? 1 : 0;
        }
        assertThat(jumps).isEqualTo(1);
    }

    @Test
    void sender_reports_align_sound_better_than_arrival_and_nonsense_in_them_does_not() {
        for (long claim : new long[] {500, 9_000_000}) {
            KeptFootage fresh = new KeptFootage();
            RunBuilder b = new RunBuilder(CAMERA, fresh);
            b.format(SMALL, 0, Optional.of(SOUND));
            b.senderReport(true, 0, 1_790_000_000_000L);
            b.senderReport(false, 0, 1_790_000_000_000L + claim);
            for (int i = 0; i < 100; i++) {
                b.pollBegins(START + i * 40_000L);
                b.room(54).putInt(50).put(new byte[50]);
                b.videoUnit(i * 3_600L, i % 25 == 0, false);
                b.audioUnit(i * 640L, ByteBuffer.wrap(new byte[20]));
                b.pollEnds();
            }
            b.close(GapCause.STOPPED);
            KeptFootage.Sample first = fresh.runs().get(0).audio().get(0);
            long expected = claim == 500 ? 8_000 : 0;
            assertThat(first.decode()).isBetween(expected - 700, expected + 700);
        }
    }

    @Test
    void what_play_answered_aligns_sound_also_when_told_before_the_format_and_nonsense_in_it_does_not() {
        for (long claim : new long[] {2_000, 90_000}) {
            KeptFootage fresh = new KeptFootage();
            RunBuilder b = new RunBuilder(CAMERA, fresh);
            b.startedTogether(0, -claim);
            b.format(SMALL, 0, Optional.of(SOUND));
            for (int i = 0; i < 100; i++) {
                b.pollBegins(START + i * 40_000L);
                b.room(54).putInt(50).put(new byte[50]);
                b.videoUnit(i * 3_600L, i % 25 == 0, false);
                b.audioUnit(i * 640L, ByteBuffer.wrap(new byte[20]));
                b.pollEnds();
            }
            b.close(GapCause.STOPPED);
            KeptFootage.Sample first = fresh.runs().get(0).audio().get(0);
            long expected = claim == 2_000 ? 2_000 : 0;
            assertThat(first.decode()).isBetween(expected - 200, expected + 200);
        }
    }

    @Test
    void a_sender_report_that_comes_later_moves_sound_exactly_to_where_it_belongs() {
        builder.format(SMALL, 0, Optional.of(SOUND));
        long sound = 0;
        for (int i = 0; i < 250; i++) {
            builder.pollBegins(START + i * 40_000L);
            if (i == 100) {
                builder.senderReport(true, 0, 1_790_000_000_000L);
                builder.senderReport(false, 0, 1_790_000_000_000L - 55);
            }
            unit(i * (long) FRAME, i % 25 == 0, 500);
            for (; sound <= i * 640L; sound += 1024) {
                builder.audioUnit(sound, ByteBuffer.wrap(new byte[20]));
            }
            builder.pollEnds();
        }
        builder.close(GapCause.STOPPED);
        List<KeptFootage.Sample> audio = kept.runs().get(0).audio();
        long last = audio.get(audio.size() - 1).decode();
        assertThat(Math.floorMod(last, 1024)).isEqualTo(Math.floorMod(-55 * 16, 1024));
    }

    @Test
    void sound_that_must_be_coded_first_is_aligned_by_when_it_arrived_and_not_by_when_it_was_coded() {
        builder.format(SMALL, 0, Optional.of(SOUND));
        long coded = 0;
        for (int i = 0; i < 100; i++) {
            builder.pollBegins(START + i * 40_000L);
            unit(i * (long) FRAME, i % 25 == 0, 500);
            builder.soundArrived(i * 640L);
            for (; coded <= i * 640L - 8_000; coded += 1024) { // half a second later
                builder.audioUnit(coded, ByteBuffer.wrap(new byte[20]));
            }
            builder.pollEnds();
        }
        builder.close(GapCause.STOPPED);
        assertThat(kept.runs().get(0).audio().get(0).decode()).isZero();
    }

    @Test
    void a_flood_at_the_start_is_dated_by_its_end() {
        builder.format(SMALL, 0, Optional.empty());
        builder.pollBegins(now);
        for (int i = 0; i < 75; i++) {
            unit(90_000L + (long) i * FRAME, i % 25 == 0, 500);
        }
        builder.pollEnds();
        assertThat(kept.runs().get(0).parts).as("before the clock has settled").isEmpty();
        now += 40_000;
        pictures(75, 50, 25);
        builder.close(GapCause.STOPPED);

        assertThat(recorded()).isEqualTo(laid);
        long start = kept.runs().get(0).parts.get(0).start().toEpochMilli() * 1000;
        assertThat(start - START).as("three seconds before it arrived").isBetween(-3_100_000L, -2_800_000L);
    }

    @Test
    void memory_comes_back_whatever_happens() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        KeptFootage pool = new KeptFootage(8L << 20);
        for (int round = 0; round < 200; round++) {
            RunBuilder b = new RunBuilder(CAMERA, pool);
            long ticks = random.nextInt();
            b.format(SMALL, random.nextInt(4), Optional.of(SOUND));
            for (int i = 0; i < 80; i++) {
                b.pollBegins(START + i * 40_000L);
                ticks += random.nextInt(40) == 0 ? random.nextLong() >> 20 : 3_600;
                pool.refuse(random.nextInt(20) == 0);
                b.audioUnit(ticks, ByteBuffer.wrap(new byte[100]));
                ByteBuffer room = b.room(1_004);
                if (room == null || random.nextInt(15) == 0) {
                    b.dropUnit(random.nextBoolean());
                } else {
                    room.putInt(1_000).put(new byte[1_000]);
                    b.videoUnit(ticks, random.nextInt(10) == 0, random.nextInt(10) == 0);
                }
                if (random.nextInt(30) == 0) {
                    b.format(random.nextBoolean() ? SMALL : LARGE, 0, Optional.of(SOUND));
                }
                b.pollEnds();
            }
            b.close(GapCause.UNKNOWN);
        }
        assertThat(pool.outstanding()).as("runs left open, seed %d", seed).isZero();
        // Each connection has one fragment in hand and some waiting; lost ones would pile up over 200 connections.
        assertThat(pool.pool().allocatedBytes()).as("seed %d", seed).isLessThanOrEqualTo(8L << 20);
        assertThat(pool.pool().take(100_000))
                .as("memory is left, seed %d", seed)
                .isPresent();
    }
}
