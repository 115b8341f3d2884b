package tw.nvr.web.page;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import tw.nvr.core.footage.GapCause;

/** What the page 說明 shows: the closed list of causes with their codes. Immutable. */
public record HelpView(List<Cause> causes) {
    /** One cause of a gap. */
    public record Cause(String code, String words, String remedy) {}

    static HelpView of(Frame frame) {
        return new HelpView(Arrays.stream(GapCause.values())
                .sorted(Comparator.comparing(GapWords::code))
                .map(c -> new Cause(
                        GapWords.code(c), GapWords.cause(frame.texts(), c), GapWords.remedy(frame.texts(), c)))
                .toList());
    }
}
