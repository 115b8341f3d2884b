package tw.nvr.capture.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.problem.ProblemException;

class CrashMarkersTest {
    private static final CameraId GATE = new CameraId("gate");

    @TempDir
    Path folder;

    /** A process that begins and never ends: as if it had crashed. */
    private void processThatDies() {
        CrashMarkers.in(folder, InstantSource.system()).begin(GATE);
    }

    @Test
    void a_camera_that_ended_one_process_is_tried_again() {
        processThatDies();
        CrashMarkers second = CrashMarkers.in(folder, InstantSource.system());
        second.begin(GATE);
        assertThat(second.file(GATE)).exists();
    }

    @Test
    void a_camera_that_ended_two_processes_is_left_alone_and_said_so() {
        processThatDies();
        processThatDies();
        CrashMarkers third = CrashMarkers.in(folder, InstantSource.system());
        assertThatThrownBy(() -> third.begin(GATE)).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.problem().key()).isEqualTo("native-crashes");
            assertThat(e.problem().arguments())
                    .containsExactly("gate", third.file(GATE).toString());
        });
        third.begin(new CameraId("yard"));
    }

    @Test
    void deaths_more_than_an_hour_apart_are_not_added_up() {
        Instant now = Instant.now();
        for (int i = 0; i < 5; i++) {
            int hours = i;
            CrashMarkers markers = CrashMarkers.in(folder, () -> now.plus(Duration.ofMinutes(61L * hours)));
            markers.begin(GATE);
            age(markers, now.plus(Duration.ofMinutes(61L * hours)));
        }
    }

    @Test
    void a_camera_that_was_left_alone_is_tried_again_after_a_day() {
        Instant now = Instant.now();
        processThatDies();
        processThatDies();
        assertThatThrownBy(() -> CrashMarkers.in(folder, () -> now).begin(GATE)).isInstanceOf(ProblemException.class);
        CrashMarkers laterThatDay = CrashMarkers.in(folder, () -> now.plus(Duration.ofHours(23)));
        assertThatThrownBy(() -> laterThatDay.begin(GATE)).isInstanceOf(ProblemException.class);
        CrashMarkers nextDay = CrashMarkers.in(folder, () -> now.plus(Duration.ofHours(25)));
        nextDay.begin(GATE);
        assertThat(nextDay.file(GATE)).exists();
    }

    /** As if the marker had been written then. */
    private static void age(CrashMarkers markers, Instant written) {
        try {
            Files.setLastModifiedTime(markers.file(GATE), FileTime.from(written));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void reconnecting_in_one_process_is_no_death() {
        CrashMarkers markers = CrashMarkers.in(folder, InstantSource.system());
        for (int i = 0; i < 10; i++) {
            markers.begin(GATE);
        }
        assertThat(markers.file(GATE)).exists();
    }

    @Test
    void coming_back_in_good_order_forgives_everything() {
        processThatDies();
        CrashMarkers second = CrashMarkers.in(folder, InstantSource.system());
        second.begin(GATE);
        second.end(GATE);
        processThatDies();
        CrashMarkers fourth = CrashMarkers.in(folder, InstantSource.system());
        fourth.begin(GATE);
        assertThat(fourth.file(GATE)).exists();
    }

    @Test
    void a_process_that_stops_in_good_order_leaves_no_marker() {
        CrashMarkers markers = CrashMarkers.in(folder, InstantSource.system());
        markers.begin(GATE);
        markers.close();
        assertThat(markers.file(GATE)).doesNotExist();
    }

    @Test
    void a_loss_of_power_is_not_held_against_the_camera() throws Exception {
        for (int i = 0; i < 5; i++) {
            CrashMarkers markers = CrashMarkers.in(folder, InstantSource.system());
            markers.begin(GATE);
            String text = Files.readString(markers.file(GATE));
            Files.writeString(markers.file(GATE), "another boot" + text.substring(text.indexOf('\n')));
        }
        CrashMarkers last = CrashMarkers.in(folder, InstantSource.system());
        last.begin(GATE);
        assertThat(Files.readAllLines(last.file(GATE)).get(2)).isEqualTo("0");
    }

    @Test
    void a_torn_marker_counts_as_one_death() throws Exception {
        CrashMarkers markers = CrashMarkers.in(folder, InstantSource.system());
        Files.writeString(markers.file(GATE), "garb");
        markers.begin(GATE);
        assertThat(Files.readAllLines(markers.file(GATE)).get(2)).isEqualTo("1");
    }
}
