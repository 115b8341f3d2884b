package tw.nvr.capture.rtsp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One challenge of a WWW-Authenticate header (RFC 7235 2.1). Immutable.
 *
 * @param scheme in lower case, for example {@code digest}
 * @param parameters by name in lower case, quotes and escapes removed
 */
public record Challenge(String scheme, Map<String, String> parameters) {
    private static final int MAX_CHALLENGES = 16;

    public Challenge {
        parameters = Map.copyOf(parameters);
    }

    /** All challenges of all headers, in their order; what cannot be read is left out. */
    public static List<Challenge> of(List<String> headerValues) {
        List<Challenge> challenges = new ArrayList<>();
        for (String value : headerValues) {
            new Reader(value, challenges).read();
        }
        return List.copyOf(challenges);
    }

    public String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }

    /** Whether the camera only wants another nonce, and user and password were right (RFC 7616 3.3). */
    public boolean stale() {
        return parameter("stale").strip().equalsIgnoreCase("true");
    }

    /** Whether quality of protection {@code auth} is offered; without it RFC 2069 is spoken. */
    boolean offersAuth() {
        for (String qop : parameter("qop").split("[,\\s]+", -1)) {
            if (qop.equalsIgnoreCase("auth")) {
                return true;
            }
        }
        return false;
    }

    /** How well it protects the password; {@code null} when it cannot be answered. */
    AuthStrength strength() {
        if (scheme.equals("basic")) {
            return AuthStrength.BASIC;
        }
        boolean answerable = scheme.equals("digest") && !parameter("nonce").isEmpty();
        boolean onlyIntegrity = !parameter("qop").isBlank() && !offersAuth();
        if (!answerable || onlyIntegrity) {
            return null;
        }
        return Digest.Algorithm.named(parameter("algorithm"))
                .map(Digest.Algorithm::strength)
                .orElse(null);
    }

    /** Reads one header value from left to right; every step moves on, so that no input takes long. */
    private static final class Reader {
        private final String text;
        private final List<Challenge> challenges;
        private int at;
        private String scheme;
        private Map<String, String> parameters = new LinkedHashMap<>();

        Reader(String text, List<Challenge> challenges) {
            this.text = text;
            this.challenges = challenges;
        }

        void read() {
            while (skipSeparators()) {
                String word = token();
                if (word.isEmpty()) {
                    at++; // a stray character
                } else if (followedByEquals() && scheme != null) {
                    parameters.putIfAbsent(word.toLowerCase(Locale.ROOT), value());
                } else {
                    finish();
                    scheme = word.toLowerCase(Locale.ROOT);
                }
            }
            finish();
        }

        private void finish() {
            if (scheme != null && challenges.size() < MAX_CHALLENGES) {
                challenges.add(new Challenge(scheme, parameters));
            }
            scheme = null;
            parameters = new LinkedHashMap<>();
        }

        private boolean skipSeparators() {
            while (at < text.length() && (text.charAt(at) == ',' || text.charAt(at) <= ' ')) {
                at++;
            }
            return at < text.length();
        }

        private void skipBlanks() {
            while (at < text.length() && text.charAt(at) <= ' ') {
                at++;
            }
        }

        private String token() {
            int start = at;
            while (at < text.length() && text.charAt(at) > ' ' && "=,\"".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            return text.substring(start, at);
        }

        private boolean followedByEquals() {
            int before = at;
            skipBlanks();
            if (at < text.length() && text.charAt(at) == '=') {
                at++;
                return true;
            }
            at = before;
            return false;
        }

        private String value() {
            skipBlanks();
            if (at < text.length() && text.charAt(at) == '"') {
                return quoted();
            }
            int start = at;
            while (at < text.length() && text.charAt(at) != ',' && text.charAt(at) > ' ') {
                at++;
            }
            return text.substring(start, at);
        }

        private String quoted() {
            StringBuilder out = new StringBuilder();
            at++;
            while (at < text.length() && text.charAt(at) != '"') {
                if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                    at++;
                }
                out.append(text.charAt(at++));
            }
            at++;
            return out.toString();
        }
    }
}
