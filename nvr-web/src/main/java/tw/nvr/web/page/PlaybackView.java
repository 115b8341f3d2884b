package tw.nvr.web.page;

import java.util.List;
import java.util.Map;

/**
 * What the page 回放 shows. Immutable.
 *
 * @param status the answer to what was asked
 * @param form what was asked, as typed
 * @param day everything about the day; null when the form has faults or there is no camera
 */
public record PlaybackView(Said status, Form form, Day day) {
    /** The form, with every fault by the name of its field. */
    public record Form(
            List<Choice> cameras,
            List<Choice> with,
            int withCount,
            String date,
            String time,
            List<Choice> purposes,
            Map<String, String> faults) {}

    /** One choice of a list. */
    public record Choice(String value, String label, boolean chosen) {}

    /** One camera of the player. */
    public record Screen(String id, String name) {}

    /** The day of the moment asked for. */
    public record Day(
            List<Screen> screens,
            long at,
            long now,
            String zone,
            String clock,
            String date,
            Timeline timeline,
            List<ZoomLink> zooms,
            CalendarMonth calendar,
            List<GapRow> gaps,
            String moreGaps,
            String moreGapsHref,
            String words) {}

    /** A way to see more or less time. */
    public record ZoomLink(String zoom, String href, boolean chosen) {}

    /**
     * One gap in the table.
     *
     * @param times start–end
     * @param at where choosing it jumps to, epoch milliseconds
     */
    public record GapRow(
            String times, String length, String href, long at, Said kind, String camera, String cause, String code) {}
}
