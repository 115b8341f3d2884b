package tw.nvr.capture.rtsp;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tw.nvr.core.camera.StreamAddress;

/**
 * Makes the addresses of a presentation and its tracks (RFC 2326 C.1.1) the way cameras mean them. Pure functions.
 *
 * <p>Whatever a camera says, scheme, host and port stay those we connected to: behind address translation cameras name
 * hosts that cannot be reached, and a password must not follow a name that a camera invents. Relative controls are
 * appended with a slash, query string or not, rather than resolved as RFC 3986 would, because that is what cameras expect.
 */
public final class ControlUrl {
    private static final Pattern AUTHORITY = Pattern.compile("(?i)(?:rtspu?|rtsps|https?):/{1,2}[^/?]*|//[^/?]+");
    private static final int LONGEST = 2048;

    private ControlUrl() {}

    /**
     * Address for PLAY, TEARDOWN and keep-alive of the whole presentation.
     *
     * @param sessionControl the session's control attribute
     */
    public static String aggregate(
            StreamAddress address,
            Optional<String> contentBase,
            Optional<String> contentLocation,
            Optional<String> sessionControl) {
        return resolve(address, contentBase, contentLocation, sessionControl.orElse("*"));
    }

    /**
     * Address for SETUP of one track.
     *
     * @param sessionControl the session's control attribute: where it is absolute, it is the base
     * @param control the track's control attribute; empty or missing means the base itself
     */
    public static String track(
            StreamAddress address,
            Optional<String> contentBase,
            Optional<String> contentLocation,
            Optional<String> sessionControl,
            Optional<String> control) {
        boolean absoluteSession = sessionControl.filter(ControlUrl::isAbsolute).isPresent();
        return resolve(address, absoluteSession ? sessionControl : contentBase, contentLocation, control.orElse("*"));
    }

    /**
     * Resolves one control attribute.
     *
     * @param address what we connected to
     * @param contentBase the Content-Base header of the description
     * @param contentLocation its Content-Location header, which counts where there is no Content-Base
     * @param control absolute, relative, {@code *} or blank
     */
    public static String resolve(
            StreamAddress address, Optional<String> contentBase, Optional<String> contentLocation, String control) {
        String base = base(address, contentBase)
                .or(() -> base(address, contentLocation))
                .orElse(address.toString());
        String wanted = clean(control);
        if (wanted.isEmpty() || wanted.equals("*")) {
            return base;
        }
        if (isAbsolute(wanted)) {
            return root(address) + pathOf(wanted);
        }
        if (wanted.startsWith("/")) {
            return root(address) + wanted;
        }
        boolean joined = base.endsWith("/") || wanted.startsWith("?");
        return base + (joined ? "" : "/") + wanted;
    }

    private static Optional<String> base(StreamAddress address, Optional<String> header) {
        return header.map(ControlUrl::clean)
                .filter(h -> !h.isEmpty() && !h.equals("*"))
                .map(h -> isAbsolute(h) ? pathOf(h) : h.startsWith("/") ? h : "/" + h)
                .map(path -> root(address) + path);
    }

    private static boolean isAbsolute(String url) {
        return AUTHORITY.matcher(url.strip()).lookingAt();
    }

    /** What follows the authority; at least a slash. */
    private static String pathOf(String url) {
        Matcher m = AUTHORITY.matcher(url);
        String path = m.lookingAt() ? url.substring(m.end()) : url;
        return path.startsWith("/") ? path : "/" + path;
    }

    private static String root(StreamAddress address) {
        String whole = address.toString();
        return whole.substring(0, whole.length() - address.path().length());
    }

    /** Without quotes around, blanks and control characters inside, and anything behind a sane length. */
    private static String clean(String text) {
        StringBuilder out = new StringBuilder();
        String stripped = text.strip();
        for (int i = 0; i < stripped.length() && out.length() < LONGEST; i++) {
            char c = stripped.charAt(i);
            if (c == ' ') {
                out.append("%20");
            } else if (c > ' ' && c != '"' && c != '<' && c != '>' && c != 0x7f) {
                out.append(c);
            }
        }
        String result = out.toString();
        String word = result.toLowerCase(Locale.ROOT);
        return word.equals("null") || word.equals("(null)") ? "" : result; // a C program's idea of nothing
    }
}
