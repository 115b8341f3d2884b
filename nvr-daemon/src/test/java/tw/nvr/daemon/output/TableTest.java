package tw.nvr.daemon.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void columns_stand_under_each_other_though_chinese_is_wide() {
        Table table = new Table(List.of("代號", "名稱", "狀態"));
        table.row(List.of("front-gate", "正門口", "錄影中"));
        table.row(List.of("a", "Side door", "x"));

        assertThat(table.lines())
                .containsExactly(
                        "代號        名稱       狀態", //
                        "front-gate  正門口     錄影中",
                        "a           Side door  x");
    }

    @Test
    void a_name_cannot_steer_the_terminal() {
        Table table = new Table(List.of("x"));
        table.row(List.of("\u001b[2Jgone\u202e"));

        assertThat(table.lines()).containsExactly("x", "?[2Jgone?");
    }

    @Test
    void combining_marks_take_no_column() {
        assertThat(Table.width("é")).isEqualTo(1);
        assertThat(Table.width("（）")).isEqualTo(4);
    }
}
