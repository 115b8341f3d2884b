package tw.nvr.capture.client;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import tw.nvr.capture.rtsp.Authenticator;
import tw.nvr.capture.rtsp.Refusals;
import tw.nvr.capture.rtsp.RtspException;
import tw.nvr.capture.rtsp.RtspMessage;
import tw.nvr.capture.rtsp.RtspParser;
import tw.nvr.capture.rtsp.RtspRequest;
import tw.nvr.capture.rtsp.RtspResponse;
import tw.nvr.capture.source.SourceException;
import tw.nvr.core.camera.StreamAddress;
import tw.nvr.core.time.Ticker;

/**
 * A connection to a camera while it is asked for its stream: one question and one answer at a time, each with a deadline.
 * For the connect thread; when the camera plays, {@link #wire} goes to the capture thread.
 */
final class RtspConnection implements AutoCloseable {
    static final Duration ANSWER = Duration.ofSeconds(5);
    static final Duration WHOLE = Duration.ofSeconds(15);

    private static final String AGENT = "nvr";
    private static final int MOST_TRIES = 3;
    private static final int BUFFER = 128 * 1024;
    private static final int MOST_GARBAGE = 16 * 1024;

    private final StreamAddress address;
    private final Ticker ticker;
    private final Authenticator authenticator;
    private final long wholeDeadline;
    private final Wire wire;
    private final ByteBuffer received = ByteBuffer.allocate(BUFFER);
    private int cseq;
    private String session = "";

    /**
     * Takes over a wire, and closes it.
     *
     * @param wholeDeadline when the camera must play, ticker nanoseconds
     */
    RtspConnection(StreamAddress address, Ticker ticker, Authenticator authenticator, long wholeDeadline, Wire wire) {
        this.address = address;
        this.ticker = ticker;
        this.authenticator = authenticator;
        this.wholeDeadline = wholeDeadline;
        this.wire = wire;
    }

    /**
     * Asks, signing in when the camera wants that.
     *
     * @return any answer but 401, which is an exception once there is nothing left to try
     */
    RtspResponse ask(RtspRequest request) throws SourceException {
        for (int i = 0; i < MOST_TRIES; i++) {
            Optional<String> authorization = authenticator.authorization(request.method(), request.uri());
            RtspResponse response = exchange(complete(request, authorization));
            if (response.status() != 401) {
                if (response.ok()) {
                    authenticator.accepted();
                }
                return response;
            }
            authenticator.challenged(response);
        }
        throw Refusals.of(request.method(), RtspResponse.of(401, ""));
    }

    /** The request with everything that every request has. */
    RtspRequest complete(RtspRequest request, Optional<String> authorization) {
        RtspRequest full = request.with("CSeq", Integer.toString(++cseq)).with("User-Agent", AGENT);
        if (!session.isEmpty()) {
            full = full.with("Session", session);
        }
        return authorization.isPresent() ? full.with("Authorization", authorization.get()) : full;
    }

    /** The session that all further requests belong to. */
    void session(String id) {
        session = id;
    }

    private RtspResponse exchange(RtspRequest request) throws SourceException {
        try {
            long deadline = Math.min(wholeDeadline, ticker.nanos() + ANSWER.toNanos());
            wire.write(request.toBytes());
            return answer(request.cseq(), deadline);
        } catch (IOException e) {
            throw ConnectionFailure.connecting(address, e);
        } catch (RtspException e) {
            throw Refusals.notRtsp(e);
        }
    }

    private RtspResponse answer(int number, long deadline) throws IOException, RtspException, SourceException {
        int garbage = 0;
        while (true) {
            int before = received.position();
            Optional<RtspMessage> message = RtspParser.take(received);
            if (message.isEmpty()) {
                garbage += before - received.position();
                receive(deadline, garbage);
                continue;
            }
            // A request of the camera's own is not answered before it plays; an answer without a number is ours.
            Optional<RtspResponse> response = message.get().match(r -> Optional.empty(), Optional::of);
            int answered = message.get().cseq();
            if (response.isPresent() && response.get().status() >= 200 && (answered == number || answered < 0)) {
                return response.get();
            }
        }
    }

    /** @param garbage bytes of this answer that are neither RTSP nor a frame: a web server's, perhaps */
    private void receive(long deadline, int garbage) throws IOException, RtspException, SourceException {
        if (garbage > MOST_GARBAGE || !received.hasRemaining()) {
            throw new RtspException("no answer among " + Math.max(garbage, BUFFER) + " bytes");
        }
        int n;
        try {
            n = read(deadline);
        } catch (SocketTimeoutException e) {
            if (garbage == 0) {
                throw e;
            }
            throw new RtspException(garbage + " bytes that are no answer");
        }
        if (n < 0) {
            if (garbage == 0) {
                throw ConnectionFailure.hungUp(address);
            }
            throw new RtspException(garbage + " bytes that are no answer");
        }
    }

    private int read(long deadline) throws IOException {
        long millis = (deadline - ticker.nanos()) / 1_000_000;
        if (millis <= 0) {
            throw new SocketTimeoutException("no answer");
        }
        return wire.read(received, (int) millis);
    }

    /**
     * The wire, from now on without waiting, for whoever reads the stream.
     *
     * @throws SourceException when the connection has been lost meanwhile
     */
    Wire wire() throws SourceException {
        try {
            wire.stopWaiting();
            return wire;
        } catch (IOException e) {
            throw ConnectionFailure.connecting(address, e);
        }
    }

    /** What came behind the last answer, or between answers: frames of the stream. */
    byte[] early() {
        byte[] bytes = new byte[received.position()];
        received.get(0, bytes);
        return bytes;
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }
}
