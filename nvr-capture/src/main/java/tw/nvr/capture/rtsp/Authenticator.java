package tw.nvr.capture.rtsp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import tw.nvr.capture.source.SourceException;
import tw.nvr.core.footage.GapCause;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;

/**
 * Answers the challenges of one connection. One thread at a time: first the connect thread's, then the capture thread's.
 *
 * <p>It tries one password once: after a refusal the connection ends, because cameras lock accounts. It answers the
 * strongest challenge it knows, Basic only where the camera's record allows it, and nothing weaker than what the camera
 * asked for last time.
 */
public final class Authenticator implements AutoCloseable {
    private final Optional<String> user;
    private final char[] password;
    private final boolean basicAllowed;
    private final AuthStrength atLeast;
    private final Supplier<String> clientNonces;
    private Challenge challenge;
    private AuthStrength strength = AuthStrength.NONE;
    private int nonceCount;
    private boolean answered;
    private boolean accepted;
    private boolean staleRetried;

    /**
     * Made anew for every connection.
     *
     * @param password copied; wiped by {@link #close}
     * @param atLeast what the camera asked for last time
     * @param clientNonces fresh, unguessable texts of hexadecimal digits
     */
    public Authenticator(
            Optional<String> user,
            Optional<char[]> password,
            boolean basicAllowed,
            AuthStrength atLeast,
            Supplier<String> clientNonces) {
        this.user = user;
        this.password = password.map(char[]::clone).orElse(new char[0]);
        this.basicAllowed = basicAllowed;
        this.atLeast = atLeast;
        this.clientNonces = clientNonces;
    }

    /** The Authorization header for the next request; empty before the first challenge. */
    public Optional<String> authorization(String method, String uri) {
        if (challenge == null) {
            return Optional.empty();
        }
        answered = true;
        if (strength == AuthStrength.BASIC) {
            return Optional.of("Basic " + basic());
        }
        nonceCount++;
        return Optional.of(Digest.authorization(
                challenge, user.orElse(""), password, method, uri, nonceCount, clientNonces.get()));
    }

    /** A request with our Authorization header went well. */
    public void accepted() {
        accepted = answered;
        staleRetried &= !answered;
    }

    /**
     * Takes a 401: the request may be sent once more.
     *
     * @throws SourceException when there is no password, it was refused, or only weaker protection is offered
     */
    public void challenged(RtspResponse response) throws SourceException {
        List<Challenge> offered = Challenge.of(response.headers().all("WWW-Authenticate"));
        Challenge best = strongest(offered);
        if (user.isEmpty()) {
            throw refused("camera-wants-password");
        }
        if (best == null) {
            boolean onlyBasic = offered.stream().anyMatch(c -> c.strength() == AuthStrength.BASIC);
            throw refused(onlyBasic ? "camera-basic-only" : "camera-auth-unknown");
        }
        if (best.strength().weakerThan(atLeast)) {
            throw refused("camera-auth-weaker", atLeast, best.strength());
        }
        if (answered && !mayTryAgain(best)) {
            throw refused("camera-auth-refused");
        }
        challenge = best;
        strength = best.strength();
        nonceCount = 0;
        answered = false;
        accepted = false;
    }

    /** After an answer: only when the nonce was good before and is another now, or once when the camera calls it stale. */
    private boolean mayTryAgain(Challenge next) {
        boolean otherNonce = !next.parameter("nonce").equals(challenge.parameter("nonce"));
        if (!otherNonce || strength.weakerThan(AuthStrength.MD5)) {
            return false;
        }
        boolean firstStale = next.stale() && !staleRetried;
        staleRetried |= firstStale;
        return accepted || firstStale;
    }

    /**
     * Once the camera has answered a DESCRIBE: whether it asked for as much as last time.
     *
     * @throws SourceException when it asked for less, so that it may not be the camera at all
     */
    public void requireAsStrongAsBefore() throws SourceException {
        if (strength.weakerThan(atLeast)) {
            throw refused("camera-auth-weaker", atLeast, strength);
        }
    }

    private Challenge strongest(List<Challenge> offered) {
        Challenge best = null;
        for (Challenge c : offered) {
            AuthStrength s = c.strength();
            boolean usable = s != null && (s != AuthStrength.BASIC || basicAllowed);
            if (usable && (best == null || best.strength().weakerThan(s))) {
                best = c;
            }
        }
        return best;
    }

    private static SourceException refused(String key, Object... arguments) {
        return new SourceException(GapCause.AUTH, false, Problem.of(ProblemKind.REFUSED, key, arguments), null);
    }

    private String basic() {
        byte[] name = (user.orElse("") + ":").getBytes(StandardCharsets.UTF_8);
        byte[] secret = PasswordBytes.of(password);
        byte[] both = Arrays.copyOf(name, name.length + secret.length);
        System.arraycopy(secret, 0, both, name.length, secret.length);
        String text = Base64.getEncoder().encodeToString(both);
        Arrays.fill(both, (byte) 0);
        Arrays.fill(secret, (byte) 0);
        return text;
    }

    /** What the camera asks for on this connection; to be remembered when the connection plays. */
    public AuthStrength strength() {
        return strength;
    }

    /** Wipes the password. */
    @Override
    public void close() {
        Arrays.fill(password, '\0');
    }
}
