package tw.nvr.daemon.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FootageMemoryTest {
    private static final long MIB = 1L << 20;

    private static long mebibytes(long machine, long direct) {
        return FootageMemory.limitBytes(machine * MIB, direct * MIB) / MIB;
    }

    @Test
    void a_small_computer_of_one_gibibyte_bridges_twelve_seconds_of_sixteen_cameras_of_four_megabits() {
        // With the service's limit of 85 per cent; a tight fragment of 500 kB takes 576 KiB.
        assertThat(mebibytes(1024 * 85 / 100, 768)).isBetween(14 * 16 * 576L / 1024, 300L);
    }

    @Test
    void
            a_computer_of_two_gibibytes_bridges_twelve_seconds_of_sixty_four_cameras_and_takes_no_more_where_there_is_more() {
        assertThat(mebibytes(2048, 768)).isEqualTo(640).isGreaterThan(14 * 64 * 576L / 1024);
        assertThat(mebibytes(65_536, 768)).isEqualTo(640);
    }

    @Test
    void a_tiny_one_still_has_room_and_the_jvms_own_limit_is_kept() {
        assertThat(mebibytes(300, 768)).isEqualTo(48);
        assertThat(mebibytes(65_536, 256)).isEqualTo(192);
        assertThat(mebibytes(65_536, 80)).isEqualTo(40);
    }

    @Test
    void this_machine_has_a_limit() {
        assertThat(FootageMemory.limitBytes()).isGreaterThanOrEqualTo(30 * MIB);
    }
}
