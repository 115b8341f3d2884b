package tw.nvr.capture.client;

import java.net.Socket;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import tw.nvr.core.camera.CameraCertificate;

/**
 * Decides about the certificate of one camera: what an authority vouches for, under the camera's name, is good; else the one
 * it is known by; else, when it is known by none, the first. Its dates count for nothing, because the clocks of cameras do
 * not. For one connection, on the connect thread.
 */
final class CertificateTrust extends X509ExtendedTrustManager {
    /** The camera shows another certificate than the one it is known by. */
    static final class Changed extends CertificateException {
        private static final long serialVersionUID = 1L;

        private final String known;
        private final String shown;

        Changed(CameraCertificate known, CameraCertificate shown) {
            super("another certificate than the one the camera is known by");
            this.known = known.toString();
            this.shown = shown.toString();
        }

        String known() {
            return known;
        }

        String shown() {
            return shown;
        }
    }

    private final Optional<CameraCertificate> known;
    private final Optional<KeyStore> authorities;
    private CameraCertificate shown;

    /**
     * @param known what the camera is known by so far
     * @param authorities empty for those that the JDK trusts
     */
    CertificateTrust(Optional<CameraCertificate> known, Optional<KeyStore> authorities) {
        this.known = known;
        this.authorities = authorities;
    }

    /** What the camera is to be known by; empty before the handshake. */
    Optional<CameraCertificate> shown() {
        return Optional.ofNullable(shown);
    }

    /** {@inheritDoc} The authorities are read only where the certificate is not the known one: that takes a while. */
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String method, SSLEngine engine)
            throws CertificateException {
        CameraCertificate leaf = CameraCertificate.of(chain[0].getEncoded());
        if (known.isPresent() && known.get().equals(leaf)) {
            shown = leaf;
        } else if (vouchedFor(chain, method, engine)) {
            shown = CameraCertificate.VALID;
        } else if (known.isPresent()) {
            throw new Changed(known.get(), leaf);
        } else {
            shown = leaf;
        }
    }

    private boolean vouchedFor(X509Certificate[] chain, String method, SSLEngine engine) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(authorities.orElse(null));
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509ExtendedTrustManager x509) {
                    x509.checkServerTrusted(chain, method, engine); // the engine asks for the name to fit as well
                    return true;
                }
            }
            return false;
        } catch (CertificateException | KeyStoreException | NoSuchAlgorithmException e) {
            return false;
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String method) throws CertificateException {
        throw new CertificateException("only engines are used here");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String method, Socket socket) throws CertificateException {
        throw new CertificateException("only engines are used here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String method) throws CertificateException {
        throw new CertificateException("this is a client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String method, Socket socket) throws CertificateException {
        throw new CertificateException("this is a client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String method, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("this is a client");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return Stream.<X509Certificate>empty().toArray(X509Certificate[]::new);
    }
}
