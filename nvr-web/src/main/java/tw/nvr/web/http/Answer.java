package tw.nvr.web.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a page or an API call answers. Immutable by convention.
 *
 * @param status HTTP status
 * @param contentType with charset where it is text
 * @param headers beyond the ones that every answer gets
 * @param body may be empty
 */
public record Answer(int status, String contentType, Map<String, String> headers, byte[] body) {
    public static Answer html(String page) {
        return new Answer(200, "text/html; charset=utf-8", Map.of(), page.getBytes(StandardCharsets.UTF_8));
    }

    public static Answer json(String json) {
        return new Answer(200, "application/json", Map.of(), json.getBytes(StandardCharsets.UTF_8));
    }

    /** See Other: after a form was posted, show. */
    public static Answer redirect(String path) {
        return new Answer(303, "text/plain; charset=utf-8", Map.of("Location", path), new byte[0]);
    }
}
