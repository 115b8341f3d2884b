package tw.nvr.capture.client;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import tw.nvr.core.time.Ticker;

/**
 * TLS over another wire (RFC 8446, RFC 5246). The handshake is made on the connect thread; afterwards records are opened
 * straight into the buffer that is parsed, as they arrive. A camera that wants to negotiate anew in mid-stream, which costs
 * milliseconds of arithmetic, is hung up on: the capture thread has others to read.
 */
final class TlsWire implements Wire {
    /** Ciphertext of one reading: the kernel is asked once for several records. */
    private static final int INCOMING = 64 * 1024;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Wire under;
    private final SSLEngine engine;
    private final Ticker ticker;
    private final int largest;
    private final ByteBuffer incoming;
    private final ByteBuffer outgoing;
    private final ByteBuffer opened;
    private boolean playing;
    private boolean dry;
    private boolean ended;

    private TlsWire(Wire under, SSLEngine engine, Ticker ticker) {
        this.under = under;
        this.engine = engine;
        this.ticker = ticker;
        this.largest = engine.getSession().getApplicationBufferSize();
        int packet = engine.getSession().getPacketBufferSize();
        this.incoming = ByteBuffer.allocate(Math.max(INCOMING, 2 * packet)).limit(0);
        this.outgoing = ByteBuffer.allocate(2 * packet);
        this.opened = ByteBuffer.allocate(2 * largest).limit(0);
    }

    /**
     * Makes the handshake.
     *
     * @param engine a client's, with whoever decides about certificates
     * @param deadline ticker nanoseconds
     * @throws SSLException when the camera speaks no TLS that can be accepted, or its certificate is refused
     */
    static TlsWire over(Wire under, SSLEngine engine, Ticker ticker, long deadline) throws IOException {
        TlsWire wire = new TlsWire(under, engine, ticker);
        engine.setUseClientMode(true);
        engine.beginHandshake();
        try {
            wire.negotiate(deadline);
        } catch (SocketTimeoutException e) {
            throw new SSLHandshakeException("no answer to the handshake");
        } catch (SSLException e) {
            wire.tellWhy(e);
            throw e;
        }
        return wire;
    }

    private void negotiate(long deadline) throws IOException {
        HandshakeStatus status = engine.getHandshakeStatus();
        while (status != HandshakeStatus.FINISHED && status != HandshakeStatus.NOT_HANDSHAKING) {
            if (status == HandshakeStatus.NEED_TASK) {
                engine.getDelegatedTask().run();
            } else if (status == HandshakeStatus.NEED_WRAP) {
                seal(NOTHING);
                writeOut();
            } else if (!open(deadline)) {
                throw new SSLHandshakeException("the camera ended the connection");
            }
            status = engine.getHandshakeStatus();
        }
    }

    /** The camera is told by an alert why nothing comes of it, as far as that is possible. */
    private void tellWhy(SSLException because) {
        try {
            while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && !engine.isOutboundDone()) {
                seal(NOTHING);
                writeOut();
            }
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }

    /** Opens what comes next, waiting for it; false at the end of the connection. */
    private boolean open(long deadline) throws IOException {
        while (true) {
            opened.compact();
            SSLEngineResult result;
            try {
                result = engine.unwrap(incoming, opened);
            } finally {
                opened.flip();
            }
            switch (result.getStatus()) {
                case OK -> {
                    return true;
                }
                case CLOSED -> {
                    return false;
                }
                case BUFFER_OVERFLOW -> throw new SSLException("a record that is too long");
                case BUFFER_UNDERFLOW -> {
                    if (!fill(deadline)) {
                        return false;
                    }
                }
            }
        }
    }

    private boolean fill(long deadline) throws IOException {
        long millis = (deadline - ticker.nanos()) / 1_000_000;
        if (millis <= 0) {
            throw new SocketTimeoutException("no answer");
        }
        incoming.compact();
        try {
            return under.read(incoming, (int) millis) >= 0;
        } finally {
            incoming.flip();
        }
    }

    private void seal(ByteBuffer plain) throws SSLException {
        SSLEngineResult result = engine.wrap(plain, outgoing);
        if (result.getStatus() != SSLEngineResult.Status.OK && result.getStatus() != SSLEngineResult.Status.CLOSED) {
            throw new SSLException("nothing could be sealed: " + result.getStatus());
        }
    }

    private void writeOut() throws IOException {
        byte[] bytes = new byte[outgoing.flip().remaining()];
        outgoing.get(bytes).clear();
        under.write(bytes);
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        ByteBuffer plain = ByteBuffer.wrap(bytes);
        while (plain.hasRemaining()) {
            seal(plain);
            writeOut();
        }
    }

    @Override
    public int read(ByteBuffer into, int millis) throws IOException {
        long deadline = ticker.nanos() + millis * 1_000_000L;
        while (!opened.hasRemaining()) {
            if (!open(deadline)) {
                return -1;
            }
            negotiate(deadline);
        }
        return moveOpened(into);
    }

    private int moveOpened(ByteBuffer into) {
        int n = Math.min(opened.remaining(), into.remaining());
        into.put(into.position(), opened, opened.position(), n);
        into.position(into.position() + n);
        opened.position(opened.position() + n);
        return n;
    }

    @Override
    public void stopWaiting() throws IOException {
        under.stopWaiting();
        playing = true;
    }

    @Override
    public int receive(ByteBuffer into) throws IOException {
        flush();
        int total = moveOpened(into);
        dry = false;
        while (!dry && !ended && into.remaining() >= largest) {
            SSLEngineResult result = engine.unwrap(incoming, into);
            switch (result.getStatus()) {
                case OK -> {
                    total += result.bytesProduced();
                    answer(result.getHandshakeStatus());
                }
                case BUFFER_UNDERFLOW -> more();
                case BUFFER_OVERFLOW, CLOSED -> ended = true;
            }
        }
        return total == 0 && ended ? -1 : total;
    }

    private void more() throws IOException {
        incoming.compact();
        int n = under.receive(incoming);
        incoming.flip();
        dry = n == 0;
        ended |= n < 0;
    }

    /** The camera's keys may change (RFC 8446 4.6.3), which asks for a word of ours; everything else costs too much. */
    private void answer(HandshakeStatus status) throws IOException {
        if (status == HandshakeStatus.NEED_WRAP) {
            seal(NOTHING);
            flush();
        } else if (status == HandshakeStatus.NEED_TASK) {
            throw new SSLException("the camera wants to negotiate anew");
        }
    }

    @Override
    public boolean dry() {
        return dry;
    }

    /** {@inheritDoc} What was sealed counts as sent; the last of it may go with the next {@link #receive}. */
    @Override
    public void send(ByteBuffer from) throws IOException {
        flush();
        if (outgoing.position() == 0) {
            seal(from);
            flush();
        }
    }

    private void flush() throws IOException {
        if (outgoing.position() > 0) {
            outgoing.flip();
            try {
                under.send(outgoing);
            } finally {
                outgoing.compact();
            }
        }
    }

    /** Says that nothing more comes (RFC 8446 6.1), where that can be sent without waiting, and closes. */
    @Override
    public void close() throws IOException {
        try (under) {
            engine.closeOutbound();
            if (playing && !ended && outgoing.position() == 0) {
                seal(NOTHING);
                flush();
            }
        }
    }
}
