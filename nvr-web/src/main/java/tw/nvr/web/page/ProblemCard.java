package tw.nvr.web.page;

import java.util.List;

/**
 * Something wrong that a person must see: what, since when, why, what to do. Immutable.
 *
 * @param id of its heading on the page
 * @param code short code for the technician; empty for none
 * @param what sentences: since when, and why
 * @param steps what to do, in order
 * @param before address of the pictures before it began; empty when there are none
 */
public record ProblemCard(
        String id, Tone tone, String title, String code, List<String> what, List<String> steps, String before) {
    public ProblemCard {
        what = List.copyOf(what);
        steps = List.copyOf(steps);
    }
}
