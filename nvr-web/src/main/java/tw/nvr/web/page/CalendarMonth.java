package tw.nvr.web.page;

import java.util.List;

/**
 * A month that shows which days have footage and which have gaps. Immutable.
 *
 * @param caption the month
 * @param weeks rows of seven, from Sunday; days of other months are null
 * @param earlier link to the month before that has footage; empty when there is none
 * @param later link to the month after; empty when it has not come
 * @param extent sentence about the first footage
 */
public record CalendarMonth(
        String caption,
        List<List<Day>> weeks,
        String earlier,
        String earlierName,
        String later,
        String laterName,
        String extent) {
    /**
     * One day.
     *
     * @param href empty where there is nothing to see
     * @param words what it holds
     */
    public record Day(
            int number, String href, String words, boolean footage, boolean gap, boolean chosen, boolean today) {}
}
