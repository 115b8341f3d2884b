package tw.nvr.web.page;

import java.util.List;

/** What the page 今日概況 shows. Immutable. */
public record DashboardView(
        Said status,
        String more,
        List<ProblemCard> problems,
        List<Row> rows,
        String stripCaption,
        List<Card> cards,
        Disk disk) {
    /** One camera; {@code last} and {@code offset} are a dash where nothing is known. */
    public record Row(
            String id, String name, String href, Said state, Strip strip, String last, String offset, boolean marked) {}

    /** One figure about the box. */
    public record Card(String name, Said value, String note) {}

    /** The disk: how long it lasts, how full it is. */
    public record Disk(String figure, String figureNote, String usedPercent, String meterWords, String note) {}

    public DashboardView {
        problems = List.copyOf(problems);
        rows = List.copyOf(rows);
        cards = List.copyOf(cards);
    }
}
