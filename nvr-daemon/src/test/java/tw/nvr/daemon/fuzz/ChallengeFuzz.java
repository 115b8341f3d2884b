package tw.nvr.daemon.fuzz;

import java.util.List;
import java.util.Optional;
import tw.nvr.capture.rtsp.AuthStrength;
import tw.nvr.capture.rtsp.Authenticator;
import tw.nvr.capture.rtsp.Challenge;
import tw.nvr.capture.rtsp.RtspRequest;
import tw.nvr.capture.rtsp.RtspResponse;
import tw.nvr.capture.source.SourceException;

/** Challenges for the password, and what we answer. */
public final class ChallengeFuzz {
    private static final String PASSWORD = "pass-word-that-never-travels";

    private ChallengeFuzz() {}

    /** Every line is a WWW-Authenticate header; an empty line begins the next answer of the camera. */
    public static void fuzzerTestOneInput(byte[] input) {
        String text = new Bites(input).restAsText().replace("\r", "");
        try (Authenticator authenticator = new Authenticator(
                Optional.of("viewer"),
                Optional.of(PASSWORD.toCharArray()),
                false,
                AuthStrength.NONE,
                () -> "0123456789abcdef")) {
            for (String answer : text.split("\n\n", 8)) {
                challenge(authenticator, answer);
            }
        } catch (SourceException e) {
            Claim.that(e.problem().key().startsWith("camera-"), "a refusal with words");
        }
    }

    private static void challenge(Authenticator authenticator, String lines) throws SourceException {
        RtspResponse response = RtspResponse.of(401, "Unauthorized");
        for (String line : lines.split("\n", 16)) {
            response = response.with("WWW-Authenticate", line.replace('\n', ' '));
        }
        List<Challenge> challenges = Challenge.of(response.headers().all("WWW-Authenticate"));
        Claim.that(challenges.size() <= 16, "few challenges");
        authenticator.challenged(response);
        String answer =
                authenticator.authorization("DESCRIBE", "rtsp://192.0.2.7/live").orElseThrow();
        Claim.that(!answer.contains(PASSWORD) || lines.contains(PASSWORD), "the password stays here");
        Claim.that(answer.startsWith("Digest "), "never in the clear where that is not allowed");
        Claim.that(answer.length() <= 4 * lines.length() + 1000, "an answer in proportion to the question");
        RtspRequest request =
                RtspRequest.of("DESCRIBE", "rtsp://192.0.2.7/live").with("Authorization", answer);
        Claim.that(request.headers().entries().size() == 1, "one header");
    }
}
