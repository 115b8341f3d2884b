package tw.nvr.core.camera;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemException;
import tw.nvr.core.problem.ProblemKind;

/**
 * Address of a camera's stream: {@code rtsp://host[:port]/path?query}. Never holds user information: a password belongs
 * into the camera's record, where it is encrypted. Immutable.
 *
 * @param scheme {@code rtsp} or {@code rtsps}
 * @param host name, IPv4 address, or IPv6 address without brackets
 * @param port 1 to 65535
 * @param path what follows the authority, starting with {@code /}, with the query, as given
 */
public record StreamAddress(String scheme, String host, int port, String path) {
    /** RFC 2326 section 3.2. */
    public static final int RTSP_PORT = 554;

    public static final int RTSPS_PORT = 322;

    private static final Pattern SHAPE = Pattern.compile(
            "(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?:(?<user>[^/?#]*)@)?"
                    + "(?:\\[(?<six>[0-9A-Fa-f:.]+(?:%[A-Za-z0-9._-]+)?)]|(?<host>[A-Za-z0-9._-]+))(?::(?<port>\\d{1,5}))?(?<path>[/?][^\\s\\p{Cntrl}#]*)?");

    /** What may be repeated to the person and in a log: nothing in it can be a password. */
    private static final Pattern HARMLESS =
            Pattern.compile("(?:[A-Za-z]+:/{0,2})?[A-Za-z0-9._-]{0,100}(?::\\d{1,5})?(?:/[A-Za-z0-9._/-]{0,100})?");

    /**
     * Reads an address as a person types it.
     *
     * @throws tw.nvr.core.problem.ProblemException {@code address-invalid}, {@code address-scheme} or
     *     {@code address-has-password} (which does not repeat the address)
     */
    public static StreamAddress parse(String text) {
        Matcher m = SHAPE.matcher(text.strip());
        if (!m.matches()) {
            throw invalid(text);
        }
        if (m.group("user") != null) {
            throw Problem.of(ProblemKind.USAGE, "address-has-password").exception();
        }
        String scheme = m.group("scheme").toLowerCase(Locale.ROOT);
        if (!scheme.equals("rtsp") && !scheme.equals("rtsps")) {
            throw Problem.of(ProblemKind.USAGE, "address-scheme", scheme).exception();
        }
        int standard = scheme.equals("rtsp") ? RTSP_PORT : RTSPS_PORT;
        int port = m.group("port") == null ? standard : Integer.parseInt(m.group("port"));
        if (port < 1 || port > 65535) {
            throw invalid(text);
        }
        String path = m.group("path") == null ? "/" : m.group("path");
        String host = m.group("six") != null ? m.group("six") : m.group("host");
        return new StreamAddress(scheme, host, port, path.startsWith("/") ? path : "/" + path);
    }

    private static ProblemException invalid(String text) {
        String shown = HARMLESS.matcher(text.strip()).matches() ? text.strip() : "…";
        return Problem.of(ProblemKind.USAGE, "address-invalid", shown).exception();
    }

    /** Whether the connection is to be protected by TLS. */
    public boolean tls() {
        return scheme.equals("rtsps");
    }

    /** The address as text, with the port only where it is not the standard one. */
    @Override
    public String toString() {
        return origin() + path;
    }

    /**
     * Scheme, host and port without the path, for places that others read: some makers put name and password into the
     * path.
     */
    public String origin() {
        String h = host.contains(":") ? "[" + host + "]" : host;
        int standard = scheme.equals("rtsp") ? RTSP_PORT : RTSPS_PORT;
        return scheme + "://" + h + (port == standard ? "" : ":" + port);
    }
}
