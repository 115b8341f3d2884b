package tw.nvr.storage.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tw.nvr.core.footage.GapCause;
import tw.nvr.core.footage.RunSink;
import tw.nvr.storage.Box;
import tw.nvr.storage.Footage;
import tw.nvr.storage.SyntheticRun;

class VolumeTest {
    @TempDir
    Path root;

    @Test
    void a_volume_is_made_once_and_keeps_its_identity() {
        UUID id = Volume.init(root, "shelf 2", Box.MORNING).id();
        assertThat(Volume.at(root).id()).isEqualTo(id);
        assertThat(Volume.adopt(root, "again", Box.MORNING).id()).isEqualTo(id);
        assertThatThrownBy(() -> Volume.init(root, "x", Box.MORNING)).hasMessageContaining("volume-exists");
        VolumeStatus status = Volume.status(root);
        assertThat(status.mark()).get().extracting(VolumeMark::label).isEqualTo("shelf 2");
        assertThat(status.inUse()).isFalse();
        assertThat(status.freeBytes()).isPositive();
        assertThat(status.problem()).isEmpty();
    }

    @Test
    void footage_without_a_mark_must_be_adopted_not_initialised() throws Exception {
        Files.createDirectories(root.resolve("footage/gate"));
        assertThatThrownBy(() -> Volume.init(root, "x", Box.MORNING)).hasMessageContaining("volume-not-empty");
        assertThat(Volume.adopt(root, "x", Box.MORNING).id())
                .isEqualTo(Volume.at(root).id());
    }

    @Test
    void a_mark_changed_anywhere_never_throws_and_a_newer_layout_is_refused() throws Exception {
        Volume.init(root, "x", Box.MORNING);
        Path file = root.resolve(VolumeMark.FILE);
        byte[] bytes = Files.readAllBytes(file);
        for (int at = 0; at < bytes.length; at++) {
            byte[] changed = bytes.clone();
            changed[at] ^= 0x15;
            Files.write(file, changed);
            assertThat(Volume.status(root).mark().isPresent()
                            || Volume.status(root).problem().isPresent())
                    .isTrue();
        }
        Files.writeString(file, new String(bytes, java.nio.charset.StandardCharsets.UTF_8).replace(":1}", ":2}"));
        assertThat(Volume.status(root).problem()).get().extracting(p -> p.key()).isEqualTo("volume-newer");
    }

    @Test
    void a_directory_without_a_mark_gets_no_byte_and_the_gap_says_disk() throws Exception {
        Box box = new Box(root);
        try (Footage footage = box.open()) {
            RunSink run = footage.sink().openRun(Box.GATE, SyntheticRun.PICTURES);
            SyntheticRun source = new SyntheticRun(footage.sink().pool(), Box.MORNING, false, 1, 0);
            assertThat(run.offer(source.next())).isFalse();
            box.setClock(Box.MORNING.plusSeconds(9));
            Box.await(
                    "the gap", () -> footage.library().gaps(Box.GATE, Box.EVER).size() == 1);
            assertThat(footage.library().gaps(Box.GATE, Box.EVER).get(0).cause())
                    .isEqualTo(GapCause.DISK);
            assertThat(root).isEmptyDirectory();
            Volume.init(root, "late", Box.MORNING);
            Box.await(
                    "recording once the disk is there", () -> footage.storage().writable());
            box.record(footage, run, source, 2);
            assertThat(footage.library().segments(Box.GATE, Box.EVER)).hasSize(1);
        }
    }

    @Test
    void another_volume_in_the_place_of_the_known_one_is_not_written_to() throws Exception {
        Volume.init(root, "foreign", Box.MORNING);
        Box box = new Box(root);
        box.settings(box.settings().withVolume(UUID.randomUUID()));
        try (Footage footage = box.open()) {
            assertThat(footage.storage().writable()).isFalse();
            assertThat(footage.storage().problem())
                    .get()
                    .extracting(p -> p.key())
                    .isEqualTo("volume-foreign");
            assertThat(Files.exists(root.resolve(Volume.INDEX))).isFalse();
        }
    }
}
