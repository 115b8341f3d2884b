package tw.nvr.capture.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import tw.nvr.capture.rtsp.Authenticator;
import tw.nvr.capture.source.SourceException;
import tw.nvr.core.camera.Camera;
import tw.nvr.core.camera.CameraCertificate;
import tw.nvr.core.camera.CameraTransport;
import tw.nvr.core.camera.StreamAddress;
import tw.nvr.core.time.Ticker;

/** Makes the wire that a camera's record asks for. For one attempt, on the connect thread. */
final class Dialler {
    private static final Duration HANDSHAKE = Duration.ofSeconds(5);

    private final Camera camera;
    private final HostMemory host;
    private final Ticker ticker;
    private final Optional<KeyStore> authorities;
    private Optional<CameraCertificate> known;
    private InetAddress peer;

    /**
     * @param known what the camera's certificate is known by
     * @param authorities empty for those that the JDK trusts
     * @param host where it was found, and whether it answers
     */
    Dialler(
            Camera camera,
            Optional<CameraCertificate> known,
            Optional<KeyStore> authorities,
            HostMemory host,
            Ticker ticker) {
        this.camera = camera;
        this.known = known;
        this.authorities = authorities;
        this.host = host;
        this.ticker = ticker;
    }

    /** What the camera's certificate is known by now; empty when none was ever shown. */
    Optional<CameraCertificate> known() {
        return known;
    }

    /** The camera's address, once it is connected. */
    InetAddress peer() {
        return peer;
    }

    /**
     * Connects, with TLS where the address asks for it.
     *
     * @param deadline ticker nanoseconds
     * @throws SourceException when the name is unknown, nobody answers in time, or the camera cannot be known
     */
    private Wire dial(long deadline) throws SourceException {
        StreamAddress address = camera.address();
        try {
            PlainWire plain = plain(address);
            peer = plain.peer();
            return address.tls() ? secure(plain, deadline) : plain;
        } catch (SSLException e) {
            throw ConnectionFailure.tls(camera, e);
        } catch (IOException e) {
            throw ConnectionFailure.connecting(address, e);
        }
    }

    private PlainWire plain(StreamAddress address) throws IOException {
        try {
            InetAddress at = host.find(address.host(), HostMemory.LOOK_UP);
            PlainWire wire = PlainWire.open(at, address.port(), host.patience());
            host.answered();
            return wire;
        } catch (SocketTimeoutException e) {
            host.silent();
            throw e;
        } catch (IOException e) {
            host.answered();
            throw e;
        }
    }

    /**
     * Connects, with TLS where the address asks for it, and through HTTP where the record does.
     *
     * @param authenticator for HTTP alone
     * @param cookie ties the two connections of a tunnel together; unguessable
     */
    Wire dial(long deadline, Supplier<Authenticator> authenticator, Supplier<String> cookie) throws SourceException {
        if (camera.transport() != CameraTransport.HTTP) {
            return dial(deadline);
        }
        try (Authenticator web = authenticator.get()) {
            return TunnelWire.open(camera.address(), () -> dial(deadline), web, cookie.get(), ticker, deadline);
        }
    }

    private Wire secure(PlainWire plain, long deadline) throws IOException {
        CertificateTrust trust = new CertificateTrust(known, authorities);
        try {
            TlsWire wire = TlsWire.over(
                    plain, engine(trust), ticker, Math.min(deadline, ticker.nanos() + HANDSHAKE.toNanos()));
            known = trust.shown();
            return wire;
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    /** Made anew for every connection, so that no session is taken up again without its certificate being looked at. */
    private SSLEngine engine(CertificateTrust trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trust}, null);
            SSLEngine engine = context.createSSLEngine(
                    camera.address().host(), camera.address().port());
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS"); // RFC 2818 3.1: the name must fit
            engine.setSSLParameters(parameters);
            return engine;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }
}
