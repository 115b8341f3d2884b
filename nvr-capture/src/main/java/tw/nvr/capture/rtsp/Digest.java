package tw.nvr.capture.rtsp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** Digest authentication (RFC 7616, 2617, 2069): the arithmetic and the header. Pure functions. */
public final class Digest {
    /** A hash, and whether the session variant is asked for. */
    public enum Algorithm {
        MD5("MD5", AuthStrength.MD5, false),
        MD5_SESS("MD5", AuthStrength.MD5, true),
        SHA_256("SHA-256", AuthStrength.SHA_256, false),
        SHA_256_SESS("SHA-256", AuthStrength.SHA_256, true);

        private final String hash;
        private final AuthStrength strength;
        private final boolean session;

        Algorithm(String hash, AuthStrength strength, boolean session) {
            this.hash = hash;
            this.strength = strength;
            this.session = session;
        }

        public AuthStrength strength() {
            return strength;
        }

        /** The algorithm of that name; without a name it is MD5 (RFC 7616 3.3). Empty when it is none of ours. */
        public static Optional<Algorithm> named(String name) {
            return switch (name.strip().toLowerCase(Locale.ROOT)) {
                case "", "md5" -> Optional.of(MD5);
                case "md5-sess" -> Optional.of(MD5_SESS);
                case "sha-256", "sha256" -> Optional.of(SHA_256);
                case "sha-256-sess" -> Optional.of(SHA_256_SESS);
                default -> Optional.empty();
            };
        }
    }

    private static final HexFormat HEX = HexFormat.of();

    private Digest() {}

    /**
     * The Authorization header for one request.
     *
     * @param challenge a digest challenge of a known algorithm
     * @param uri exactly as in the request line
     * @param nonceCount how many requests this nonce has been used for, this one included
     * @param clientNonce any fresh text
     */
    public static String authorization(
            Challenge challenge,
            String user,
            char[] password,
            String method,
            String uri,
            int nonceCount,
            String clientNonce) {
        Algorithm algorithm = Algorithm.named(challenge.parameter("algorithm")).orElseThrow();
        String count = String.format(Locale.ROOT, "%08x", nonceCount);
        String response = response(challenge, algorithm, user, password, method, uri, count, clientNonce);
        boolean hashedUser = challenge.parameter("userhash").equalsIgnoreCase("true");
        String name = hashedUser ? hash(algorithm, user + ":" + challenge.parameter("realm")) : user;
        StringBuilder out = new StringBuilder("Digest ");
        out.append("username=").append(quoted(name));
        out.append(", realm=").append(quoted(challenge.parameter("realm")));
        out.append(", nonce=").append(quoted(challenge.parameter("nonce")));
        out.append(", uri=").append(quoted(uri));
        out.append(", response=\"").append(response).append('"');
        if (challenge.parameters().containsKey("algorithm")) {
            out.append(", algorithm=").append(challenge.parameter("algorithm").strip());
        }
        if (challenge.parameters().containsKey("opaque")) {
            out.append(", opaque=").append(quoted(challenge.parameter("opaque")));
        }
        if (challenge.offersAuth()) {
            out.append(", qop=auth, nc=").append(count).append(", cnonce=").append(quoted(clientNonce));
        } else if (algorithm.session) {
            out.append(", cnonce=").append(quoted(clientNonce));
        }
        if (hashedUser) {
            out.append(", userhash=true");
        }
        return out.toString();
    }

    private static String response(
            Challenge challenge,
            Algorithm algorithm,
            String user,
            char[] password,
            String method,
            String uri,
            String count,
            String clientNonce) {
        String nonce = challenge.parameter("nonce");
        String secret = secret(algorithm, user, challenge.parameter("realm"), password);
        if (algorithm.session) {
            secret = hash(algorithm, secret + ":" + nonce + ":" + clientNonce);
        }
        String request = hash(algorithm, method + ":" + uri);
        String middle = challenge.offersAuth() ? nonce + ":" + count + ":" + clientNonce + ":auth" : nonce;
        return hash(algorithm, secret + ":" + middle + ":" + request);
    }

    /** Hash of user, realm and password; the password's bytes are wiped at once. */
    private static String secret(Algorithm algorithm, String user, String realm, char[] password) {
        MessageDigest hash = messageDigest(algorithm.hash);
        hash.update((user + ":" + realm + ":").getBytes(StandardCharsets.UTF_8));
        byte[] bytes = PasswordBytes.of(password);
        hash.update(bytes);
        Arrays.fill(bytes, (byte) 0);
        return HEX.formatHex(hash.digest());
    }

    private static String hash(Algorithm algorithm, String text) {
        return HEX.formatHex(messageDigest(algorithm.hash).digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static MessageDigest messageDigest(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + name, e);
        }
    }

    /** A quoted string (RFC 7230 3.2.6); line breaks, which no header may hold, become blanks. */
    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\');
            }
            out.append(c == '\r' || c == '\n' ? ' ' : c);
        }
        return out.append('"').toString();
    }
}
