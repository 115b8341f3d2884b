package tw.nvr.capture.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A dialogue with a camera, read from a text file. Immutable.
 *
 * <p>First what it is about, as {@code word: value}: {@code make}, {@code path}, {@code user} (whose password is
 * {@code secret}), {@code line ends: LF}, and how it ends: {@code pictures: N} and {@code sound: N}, or
 * {@code refused: key of the words}. Then, in their order:
 * <pre>
 * C: request line that the client must send       C: Header: value, where * stands for anything
 * S: a line of the answer                         R: channel and what comes on it, made by {@link TranscriptStream}
 * # a word to the reader
 * </pre>
 * In the lines, {url} is the address that the client was given, {host} its host and port, {cseq} the number of the
 * request, {length} the bytes behind the empty line.
 *
 * @param facts what it is about
 * @param turns what the client says and what it gets for it
 */
record Transcript(Map<String, String> facts, List<Turn> turns) {
    /**
     * A request and what follows it.
     *
     * @param asked the request line, then headers that must be in the request
     * @param given {@code S} and {@code R} lines as they are in the file
     */
    record Turn(List<String> asked, List<String> given) {}

    static Transcript read(Path file) throws IOException {
        Map<String, String> facts = new HashMap<>();
        List<Turn> turns = new ArrayList<>();
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith("C:")) {
                client(turns, line.substring(2).strip());
            } else if (line.startsWith("S:") || line.startsWith("R:")) {
                turns.get(turns.size() - 1).given().add(line);
            } else {
                int colon = line.indexOf(':');
                facts.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        }
        return new Transcript(facts, turns);
    }

    private static void client(List<Turn> turns, String text) {
        boolean request = text.endsWith(" RTSP/1.0");
        if (request) {
            turns.add(new Turn(new ArrayList<>(), new ArrayList<>()));
        }
        turns.get(turns.size() - 1).asked().add(text);
    }

    Optional<String> fact(String word) {
        return Optional.ofNullable(facts.get(word));
    }

    int number(String word) {
        return Integer.parseInt(facts.getOrDefault(word, "0"));
    }

    String lineEnd() {
        return facts.getOrDefault("line ends", "CRLF").equals("LF") ? "\n" : "\r\n";
    }

    /** Whether the client is to say good-bye; else the camera hangs up when everything has been said. */
    boolean endsWithTeardown() {
        return turns.get(turns.size() - 1).asked().get(0).startsWith("TEARDOWN");
    }

    @Override
    public String toString() {
        return facts.get("make");
    }
}
