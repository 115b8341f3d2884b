package tw.nvr.daemon.fuzz;

import java.util.Optional;
import tw.nvr.capture.rtsp.ControlUrl;
import tw.nvr.capture.rtsp.RtspRequest;
import tw.nvr.core.camera.StreamAddress;
import tw.nvr.core.problem.ProblemException;

/** Addresses: those a camera names for its tracks, and those that a person types. */
public final class ControlUrlFuzz {
    private static final StreamAddress CAMERA = new StreamAddress("rtsp", "192.0.2.7", 8554, "/live?channel=1");

    private ControlUrlFuzz() {}

    /** Lines: base, location, the session's control, the track's control, an address as typed. */
    public static void fuzzerTestOneInput(byte[] input) {
        String[] lines = new Bites(input).restAsText().split("\n", 5);
        Optional<String> base = line(lines, 0);
        Optional<String> location = line(lines, 1);
        Optional<String> session = line(lines, 2);
        Optional<String> control = line(lines, 3);
        address(ControlUrl.track(CAMERA, base, location, session, control));
        address(ControlUrl.aggregate(CAMERA, base, location, session));
        line(lines, 4).ifPresent(ControlUrlFuzz::typed);
    }

    private static Optional<String> line(String[] lines, int index) {
        return index < lines.length && !lines[index].isEmpty() ? Optional.of(lines[index]) : Optional.empty();
    }

    private static void address(String url) {
        Claim.that(url.startsWith("rtsp://192.0.2.7:8554/"), "nobody else is ever asked");
        Claim.that(url.length() <= 3 * 2 * 2048 + 64, "an address of bounded length");
        String line = RtspRequest.of("SETUP", url).startLine();
        Claim.that(line.split(" ", -1).length == 3, "one address in the request line");
    }

    private static void typed(String text) {
        try {
            StreamAddress address = StreamAddress.parse(text);
            Claim.that(address.port() >= 1 && address.port() <= 65535, "a port");
            Claim.that(StreamAddress.parse(address.toString()).equals(address), "an address that can be written");
        } catch (ProblemException e) {
            Claim.that(e.problem().key().startsWith("address-"), "a refusal with words");
        }
    }
}
