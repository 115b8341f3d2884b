package tw.nvr.capture.simulated;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;

/** A client's connection through TLS, the server's side; the handshake happens with the first bytes. */
final class TlsLink implements Link {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final int SIZE = 64 * 1024;

    private final SocketChannel channel;
    private final SSLEngine engine;
    private final ByteBuffer incoming = ByteBuffer.allocate(SIZE).limit(0);
    private final ByteBuffer outgoing = ByteBuffer.allocate(SIZE);
    private final ByteBuffer opened = ByteBuffer.allocate(SIZE).limit(0);
    private boolean ended;

    TlsLink(SocketChannel channel, SSLContext context) {
        this.channel = channel;
        this.engine = context.createSSLEngine();
        engine.setUseClientMode(false);
    }

    static SSLContext context(Certificates.Identity identity) {
        try {
            char[] none = new char[0];
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, none);
            store.setKeyEntry(
                    "camera",
                    identity.keys().getPrivate(),
                    none,
                    identity.chain().toArray(Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, none);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        incoming.compact();
        int n = channel.read(incoming);
        incoming.flip();
        ended |= n < 0;
        while (open()) {
            negotiate();
        }
        negotiate();
        flush();
        int count = Math.min(opened.remaining(), into.remaining());
        into.put(opened.slice().limit(count));
        opened.position(opened.position() + count);
        return count == 0 && ended ? -1 : count;
    }

    /** Whether something was opened. */
    private boolean open() throws IOException {
        opened.compact();
        SSLEngineResult result = engine.unwrap(incoming, opened);
        opened.flip();
        ended |= result.getStatus() == SSLEngineResult.Status.CLOSED;
        return result.getStatus() == SSLEngineResult.Status.OK && result.bytesConsumed() > 0;
    }

    private void negotiate() throws IOException {
        HandshakeStatus status = engine.getHandshakeStatus();
        while (status == HandshakeStatus.NEED_TASK || status == HandshakeStatus.NEED_WRAP) {
            if (status == HandshakeStatus.NEED_TASK) {
                engine.getDelegatedTask().run();
            } else if (engine.wrap(NOTHING, outgoing).getStatus() != SSLEngineResult.Status.OK) {
                return;
            }
            status = engine.getHandshakeStatus();
        }
    }

    @Override
    public void write(ByteBuffer from) throws IOException {
        flush();
        while (from.hasRemaining() && outgoing.position() == 0) {
            engine.wrap(from, outgoing);
            flush();
        }
    }

    @Override
    public boolean writing() {
        return outgoing.position() > 0;
    }

    private void flush() throws IOException {
        outgoing.flip();
        channel.write(outgoing);
        outgoing.compact();
    }
}
