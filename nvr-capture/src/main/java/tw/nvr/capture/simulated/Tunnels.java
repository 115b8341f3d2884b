package tw.nvr.capture.simulated;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * RTSP through HTTP, the server's side: which POST connection belongs to which GET connection. Used by the server's thread
 * only.
 */
final class Tunnels {
    private final Map<String, Connection> listening = new HashMap<>();
    private final Guard guard;

    Tunnels(Settings settings, Misbehaviour misbehaviour) {
        this.guard = new Guard(settings.credentials(), misbehaviour);
    }

    /** The head that answers a GET; with status 200 everything behind it is RTSP. */
    String answer(Request request, Connection connection) throws Request.Malformed {
        Optional<String> cookie = request.header("x-sessioncookie");
        if (cookie.isEmpty()) {
            throw new Request.Malformed("neither RTSP nor a tunnel");
        }
        if (!guard.admits(request)) {
            return "HTTP/1.0 401 Unauthorized\r\nWWW-Authenticate: " + guard.challenge() + "\r\n\r\n";
        }
        listening.put(cookie.get(), connection);
        return String.join(
                "\r\n",
                "HTTP/1.0 200 OK",
                "Server: nvr-simulated",
                "Connection: close",
                "Cache-Control: no-store",
                "Pragma: no-cache",
                "Content-Type: application/x-rtsp-tunnelled",
                "",
                "");
    }

    /** The connection that hears what comes by this POST. */
    Optional<Connection> other(Request request) {
        return guard.admits(request) ? request.header("x-sessioncookie").map(listening::get) : Optional.empty();
    }

    void forget(Connection connection) {
        listening.values().removeIf(c -> c == connection);
    }
}
