package tw.nvr.core.health;

import static org.assertj.core.api.Assertions.assertThat;
import static tw.nvr.core.health.HealthStatus.CRITICAL;
import static tw.nvr.core.health.HealthStatus.OK;
import static tw.nvr.core.health.HealthStatus.UNKNOWN;
import static tw.nvr.core.health.HealthStatus.WARNING;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealthStatusTest {
    @Test
    void critical_outweighs_warning_outweighs_unknown_outweighs_well() {
        assertThat(HealthStatus.worst(List.of(OK, UNKNOWN, WARNING, CRITICAL))).isEqualTo(CRITICAL);
        assertThat(HealthStatus.worst(List.of(OK, UNKNOWN, WARNING))).isEqualTo(WARNING);
        assertThat(HealthStatus.worst(List.of(OK, UNKNOWN))).isEqualTo(UNKNOWN);
        assertThat(HealthStatus.worst(List.of(OK, OK))).isEqualTo(OK);
    }

    @Test
    void nothing_looked_at_is_unknown() {
        assertThat(new HealthReport(Instant.EPOCH, List.of()).status()).isEqualTo(UNKNOWN);
    }

    @Test
    void a_report_is_as_bad_as_its_worst_finding() {
        Finding bad = new Finding("disk.space", CRITICAL, "0 B", "1 GB", "make room");
        Finding good = new Finding("clock", OK, "0 ms", "under 1 s", "");

        assertThat(new HealthReport(Instant.EPOCH, List.of(bad, good)).status()).isEqualTo(CRITICAL);
    }

    @Test
    void exit_codes_are_those_of_monitoring_systems() {
        assertThat(Arrays.stream(HealthStatus.values()).map(HealthStatus::exitCode))
                .containsExactly(0, 1, 2, 3);
    }
}
