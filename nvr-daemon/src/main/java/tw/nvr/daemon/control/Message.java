package tw.nvr.daemon.control;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemException;
import tw.nvr.core.problem.ProblemKind;
import tw.nvr.daemon.json.Json;
import tw.nvr.daemon.json.JsonReader;

/**
 * What goes over the control socket: one JSON object on one line each way. A request is {@code {"command":…,"arguments":{…}}},
 * an answer {@code {"result":…}} or {@code {"problem":{"kind":…,"key":…,"arguments":[…]}}}. Stateless.
 */
final class Message {
    /** Longest line either side takes, in bytes. */
    static final int LONGEST = 1 << 20;

    /** Longest request, in bytes: no command needs more. */
    static final int LONGEST_REQUEST = 64 * 1024;

    private Message() {}

    static String request(String command, Map<String, Object> arguments) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("command", command);
        out.put("arguments", arguments);
        return Json.line(out) + "\n";
    }

    static String result(Object result) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("result", result);
        return Json.line(out) + "\n";
    }

    static String problem(Problem problem) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("kind", problem.kind().name());
        out.put("key", problem.key());
        out.put("arguments", problem.arguments());
        return Json.line(Map.of("problem", out)) + "\n";
    }

    /** The result of an answer; its problem is thrown. */
    static Object open(String answer) {
        try {
            Map<String, Object> read = JsonReader.object(answer);
            if (read.get("problem") instanceof Map<?, ?> problem) {
                throw problem(problem);
            }
            return read.get("result");
        } catch (IllegalArgumentException e) {
            throw Problem.of(ProblemKind.UNAVAILABLE, "control-broken").exception(e);
        }
    }

    private static ProblemException problem(Map<?, ?> read) {
        ProblemKind kind = ProblemKind.valueOf(String.valueOf(read.get("kind")));
        List<?> arguments = read.get("arguments") instanceof List<?> list ? list : List.of();
        return Problem.of(kind, String.valueOf(read.get("key")), arguments.toArray())
                .exception();
    }
}
