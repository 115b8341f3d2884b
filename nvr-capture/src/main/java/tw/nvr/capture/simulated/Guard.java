package tw.nvr.capture.simulated;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks one connection for user name and password: Digest with MD5 and qop=auth (RFC 2617 section 3), or Basic. Used by the
 * server's thread only.
 */
final class Guard {
    private static final String REALM = "simulated camera";
    private static final Pattern PARAMETER = Pattern.compile("(\\w+)\\s*=\\s*(?:\"([^\"]*)\"|([^\\s,]+))");

    private final Optional<Settings.Credentials> credentials;
    private final Misbehaviour misbehaviour;
    private final String nonce;
    private boolean stale;

    Guard(Optional<Settings.Credentials> credentials, Misbehaviour misbehaviour) {
        this.credentials = credentials;
        this.misbehaviour = misbehaviour;
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        this.nonce = HexFormat.of().formatHex(random);
    }

    boolean admits(Request request) {
        if (misbehaviour.refusing()) {
            return false;
        }
        if (credentials.isEmpty()) {
            return true;
        }
        String given = request.header("authorization").orElse("");
        if (misbehaviour.basicOnly()) {
            String pair = credentials.get().user() + ":" + credentials.get().password();
            byte[] right = pair.getBytes(StandardCharsets.UTF_8);
            return same(given, "Basic " + Base64.getEncoder().encodeToString(right));
        }
        return given.toLowerCase(Locale.ROOT).startsWith("digest ") && digestFits(request, parameters(given));
    }

    /** The value of the WWW-Authenticate header. */
    String challenge() {
        if (misbehaviour.basicOnly()) {
            return "Basic realm=\"" + REALM + "\"";
        }
        String again = stale ? ", stale=true" : "";
        return "Digest realm=\"" + REALM + "\", nonce=\"" + nonce + "\", algorithm=MD5, qop=\"auth\"" + again;
    }

    private boolean digestFits(Request request, Map<String, String> p) {
        stale = !nonce.equals(p.get("nonce"));
        if (stale || !credentials.orElseThrow().user().equals(p.get("username"))) {
            return false;
        }
        String password = credentials.orElseThrow().password();
        String ha1 = md5(p.get("username") + ":" + REALM + ":" + password);
        String ha2 = md5(request.method() + ":" + p.get("uri"));
        String middle = p.containsKey("qop") ? p.get("nc") + ":" + p.get("cnonce") + ":" + p.get("qop") + ":" : "";
        return same(p.getOrDefault("response", ""), md5(ha1 + ":" + nonce + ":" + middle + ha2));
    }

    private static Map<String, String> parameters(String header) {
        Map<String, String> found = new HashMap<>();
        Matcher m = PARAMETER.matcher(header);
        while (m.find()) {
            found.put(m.group(1).toLowerCase(Locale.ROOT), m.group(2) != null ? m.group(2) : m.group(3));
        }
        return found;
    }

    private static boolean same(String a, String b) {
        return MessageDigest.isEqual(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }

    private static String md5(String text) {
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            return HexFormat.of().formatHex(md5.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }
}
