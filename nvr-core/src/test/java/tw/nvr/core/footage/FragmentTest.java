package tw.nvr.core.footage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class FragmentTest {
    @Test
    void a_sample_table_grows_and_keeps_every_sample() {
        SampleTable table = new SampleTable();
        for (int i = 0; i < 1000; i++) {
            table.add(i, i + 1, -i, i % 7 == 0);
        }
        table.lastDuration(5);
        table.baseDecodeTicks(12);

        assertThat(table.count()).isEqualTo(1000);
        assertThat(table.bytes()).isEqualTo(999L * 1000 / 2);
        assertThat(table.totalDuration()).isEqualTo(1000L * 1001 / 2 - 1000 + 5);
        assertThat(table.size(700)).isEqualTo(700);
        assertThat(table.duration(700)).isEqualTo(701);
        assertThat(table.duration(999)).isEqualTo(5);
        assertThat(table.compositionOffset(700)).isEqualTo(-700);
        assertThat(table.key(700)).isTrue();
        assertThat(table.key(701)).isFalse();
        assertThat(table.baseDecodeTicks()).isEqualTo(12);

        table.clear();
        assertThat(table.count()).isZero();
        assertThat(table.bytes()).isZero();
        assertThat(table.totalDuration()).isZero();
        assertThat(table.baseDecodeTicks()).isZero();
    }

    @Test
    void a_fragment_ends_where_its_last_picture_ends() {
        Fragment f = new FragmentPool(1 << 20).take(1).orElseThrow();
        f.start(Instant.parse("2026-11-20T00:00:00Z"));
        assertThat(f.startsWithKey()).isFalse();
        assertThat(f.end()).isEqualTo(f.start());
        for (int i = 0; i < 30; i++) {
            f.video().add(1, 3003, 0, i == 0);
        }

        assertThat(f.startsWithKey()).isTrue();
        assertThat(f.end()).isEqualTo("2026-11-20T00:00:01.001Z");
        assertThat(new FragmentRef(4096, 4096, f.start(), 90_090, 0, true).end())
                .isEqualTo(f.end());

        f.clear();
        assertThat(f.isEmpty()).isTrue();
        assertThat(f.start()).isEqualTo(Instant.EPOCH);
    }
}
