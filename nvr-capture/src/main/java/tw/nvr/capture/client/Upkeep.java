package tw.nvr.capture.client;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tw.nvr.capture.rtsp.Authenticator;
import tw.nvr.capture.rtsp.Refusals;
import tw.nvr.capture.rtsp.RtspMessage;
import tw.nvr.capture.rtsp.RtspRequest;
import tw.nvr.capture.rtsp.RtspResponse;
import tw.nvr.capture.source.SourceException;

/**
 * What a camera wants to hear while it plays: signs of life at half its session timeout, receiver reports, an answer to
 * what it asks. Never waits for an answer of its own. For the capture thread.
 */
final class Upkeep {
    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

    private static final long SECOND = 1_000_000_000;
    private static final long LONGEST_PAUSE = 30 * SECOND;
    private static final long REPORT_PAUSE = 5 * SECOND;
    private static final int NO_SUCH_SESSION = 454;
    private static final Set<String> ANSWERED = Set.of("OPTIONS", "GET_PARAMETER", "SET_PARAMETER");

    private final Presentation presentation;
    private final RtspConnection connection;
    private final Authenticator authenticator;
    private final Stream stream;
    private final Optional<DatagramReader> datagrams;
    private final Outbox outbox = new Outbox();
    private final long pause;
    private String method;
    private long nextSign;
    private long nextReport;
    private boolean signAtOnce;

    Upkeep(
            Presentation presentation,
            RtspConnection connection,
            Authenticator authenticator,
            Stream stream,
            Optional<DatagramReader> datagrams,
            long now) {
        this.datagrams = datagrams;
        this.presentation = presentation;
        this.connection = connection;
        this.authenticator = authenticator;
        this.stream = stream;
        this.method = presentation.keepAlive();
        this.pause = Math.min(LONGEST_PAUSE, presentation.session().timeoutSeconds() * SECOND / 2);
        this.nextSign = now + pause;
        this.nextReport = now + REPORT_PAUSE;
    }

    /** Says what is due. */
    void turn(Wire wire, long now) throws IOException {
        if (signAtOnce || now - nextSign >= 0) {
            signAtOnce = false;
            nextSign = now + pause;
            lay(method);
        }
        if (now - nextReport >= 0) {
            nextReport = now + REPORT_PAUSE;
            if (datagrams.isPresent()) {
                datagrams.get().report(stream, now);
            } else if (presentation.reports()) {
                stream.receiverReports(outbox.room(), now);
            }
        }
        outbox.send(wire);
    }

    private void lay(String which) {
        Optional<String> authorization = authenticator.authorization(which, presentation.url());
        outbox.lay(connection
                .complete(RtspRequest.of(which, presentation.url()), authorization)
                .toBytes());
    }

    /**
     * The camera said something.
     *
     * @throws SourceException when it has forgotten the session
     */
    void received(RtspMessage message) throws SourceException {
        Optional<RtspResponse> response = message.match(r -> Optional.empty(), Optional::of);
        if (response.isPresent()) {
            answered(response.get());
            return;
        }
        boolean known = message.match(r -> ANSWERED.contains(r.method()), r -> false);
        RtspResponse reply = known ? RtspResponse.of(200, "OK") : RtspResponse.of(501, "Not Implemented");
        outbox.lay(reply.with("CSeq", message.header("CSeq").orElse("0")).toBytes());
    }

    private void answered(RtspResponse response) throws SourceException {
        if (response.ok()) {
            authenticator.accepted();
            return;
        }
        if (response.status() == NO_SUCH_SESSION) {
            throw Refusals.of(method, response);
        }
        if (response.status() == 401) {
            signInAgain(response);
        } else if (!method.equals("OPTIONS")) {
            method = "OPTIONS";
            signAtOnce = true;
        }
    }

    /** The nonce has grown old, as a rule. When the camera wants more than that it will hang up, and be asked anew. */
    private void signInAgain(RtspResponse response) {
        try {
            authenticator.challenged(response);
            signAtOnce = true;
        } catch (SourceException e) {
            LOG.info("a camera refuses our signs of life ({}); it may hang up", e.getMessage());
        }
    }

    /** Says good-bye, if the wire takes that without waiting. */
    void tearDown(Wire wire) throws IOException {
        lay("TEARDOWN");
        outbox.send(wire);
    }
}
