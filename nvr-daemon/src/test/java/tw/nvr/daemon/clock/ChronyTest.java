package tw.nvr.daemon.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class ChronyTest {
    private static final String GOOD = "C0248F82,192.36.143.130,2,1763654400.1,0.000010,-0.000003,0.00002,-3.5,0.001,"
            + "0.02,0.012,0.0004,64.2,Normal";

    @Test
    void a_source_outside_vouches_for_the_clock_and_the_boxs_own_oscillator_does_not() {
        assertThat(Chrony.says(GOOD + "\n")).isTrue();
        assertThat(Chrony.says(GOOD.replace("Normal", "Insert second"))).isTrue();
        assertThat(Chrony.says(GOOD.replace("Normal", "Not synchronised"))).isFalse();
        assertThat(Chrony.says(GOOD.replace("C0248F82,192.36.143.130,2", "7F7F0101,,10")))
                .isFalse();
        assertThat(Chrony.says(GOOD.replace(",2,", ",0,"))).isFalse();
        assertThat(Chrony.says("506 Cannot talk to daemon")).isFalse();
        assertThat(Chrony.says("")).isFalse();
    }

    @Test
    void a_command_that_is_missing_fails_or_hangs_is_no_evidence() {
        assertThat(Chrony.synchronised(List.of("/nonexistent/chronyc"))).isFalse();
        assertThat(Chrony.synchronised(List.of("sh", "-c", "echo '" + GOOD + "'; exit 1")))
                .isFalse();
        assertThat(Chrony.synchronised(List.of("sh", "-c", "exec sleep 60"))).isFalse();
        assertThat(Chrony.synchronised(List.of("sh", "-c", "echo '" + GOOD + "'")))
                .isTrue();
    }
}
