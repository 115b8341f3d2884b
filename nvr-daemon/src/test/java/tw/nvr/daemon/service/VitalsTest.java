package tw.nvr.daemon.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import tw.nvr.core.camera.CameraId;

class VitalsTest {
    private final AtomicLong now = new AtomicLong();
    private final AtomicLong disk = new AtomicLong();
    private final List<CameraId> starving = new ArrayList<>();
    private final Vitals vitals = new Vitals(now::get, Map.of("disk", disk::get), () -> starving);

    @Test
    void a_thread_is_stuck_after_twenty_seconds_and_well_again_when_it_moves() {
        now.set(20_000_000_000L);
        assertThat(vitals.stuck()).isEmpty();
        now.set(20_000_000_001L);
        assertThat(vitals.stuck()).containsExactly("disk");
        disk.set(now.get());
        assertThat(vitals.stuck()).isEmpty();
    }

    @Test
    void a_camera_whose_pictures_get_lost_inside_starves_the_watchdog() {
        starving.add(new CameraId("front"));

        assertThat(vitals.stuck()).containsExactly("camera front");
    }
}
