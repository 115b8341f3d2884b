package tw.nvr.daemon.fuzz;

import java.util.List;
import java.util.Map;
import tw.nvr.core.problem.ProblemException;
import tw.nvr.daemon.json.JsonReader;
import tw.nvr.storage.json.Json;
import tw.nvr.web.http.Form;

/** Text from other programs and people: JSON of files and of the control socket, forms of the console. */
public final class WordsFuzz {
    private WordsFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String text = new Bites(input).restAsText();
        stored(text);
        control(text);
        form(text);
    }

    private static void stored(String text) {
        Json.object(text).ifPresent(map -> {
            String written = Json.write(map);
            Claim.that(written.length() <= 6 * text.length() + 100, "text in proportion");
            Claim.that(Json.object(written).orElseThrow().equals(map), "what is written is read as it was");
        });
    }

    private static void control(String text) {
        try {
            Map<String, Object> map = JsonReader.object(text);
            String written = tw.nvr.daemon.json.Json.line(map);
            Claim.that(written.indexOf('\n') < 0, "one line");
            Claim.that(JsonReader.object(written).equals(map), "what is written is read as it was");
        } catch (IllegalArgumentException e) {
            Claim.that(e.getMessage().length() < 100, "a refusal that does not repeat the text");
        }
    }

    private static void form(String text) {
        try {
            Map<String, List<String>> fields = Form.read(text);
            int values = fields.values().stream().mapToInt(List::size).sum();
            Claim.that(values <= Form.MOST_FIELDS, "few fields");
            Claim.that(
                    fields.values().stream().flatMap(List::stream).allMatch(v -> v.indexOf('\0') < 0),
                    "no control characters");
        } catch (ProblemException e) {
            Claim.that(e.problem().key().equals("request-malformed"), "a refusal with words");
        }
    }
}
