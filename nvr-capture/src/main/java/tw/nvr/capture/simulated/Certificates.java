package tw.nvr.capture.simulated;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** Makes X.509 certificates (RFC 5280) as cameras do: signed by themselves, or by an authority that was made likewise. */
public final class Certificates {
    private static final int SEQUENCE = 0x30;
    private static final byte[] ECDSA_SHA256 = der(SEQUENCE, der(6, bytes("2a8648ce3d040302")));
    private static final DateTimeFormatter UTC_TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private Certificates() {}

    /**
     * A certificate with its key, and the one that signed it. Immutable.
     *
     * @param chain the certificate, then its signer's where that is another
     */
    public record Identity(KeyPair keys, List<X509Certificate> chain) {
        public Identity {
            chain = List.copyOf(chain);
        }

        public X509Certificate certificate() {
            return chain.get(0);
        }
    }

    /** An authority, or a camera that signed for itself. */
    public static Identity selfSigned(String name, InetAddress host, Instant now) {
        KeyPair keys = keys();
        return new Identity(keys, List.of(certificate(name, keys, name, keys, host, now)));
    }

    /** A camera that an authority vouches for. */
    public static Identity signedBy(Identity authority, String name, InetAddress host, Instant now) {
        KeyPair keys = keys();
        String signer =
                authority.certificate().getSubjectX500Principal().getName().substring("CN=".length());
        X509Certificate made = certificate(name, keys, signer, authority.keys(), host, now);
        return new Identity(keys, List.of(made, authority.certificate()));
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has elliptic curves", e);
        }
    }

    private static X509Certificate certificate(
            String name, KeyPair keys, String signer, KeyPair signing, InetAddress host, Instant now) {
        byte[] body = der(
                SEQUENCE,
                der(0xa0, integer(2)), // version 3
                integer(now.toEpochMilli()),
                ECDSA_SHA256,
                name(signer),
                der(SEQUENCE, time(now.minus(Duration.ofDays(1))), time(now.plus(Duration.ofDays(3650)))),
                name(name),
                keys.getPublic().getEncoded(),
                der(0xa3, der(SEQUENCE, alternativeName(host), authority())));
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(signing.getPrivate());
            signature.update(body);
            byte[] whole = der(SEQUENCE, body, ECDSA_SHA256, der(3, new byte[1], signature.sign()));
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(whole));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate could not be made", e);
        }
    }

    private static byte[] name(String common) {
        byte[] text = der(12, common.getBytes(StandardCharsets.UTF_8));
        return der(SEQUENCE, der(0x31, der(SEQUENCE, der(6, bytes("550403")), text)));
    }

    /** RFC 5280 4.2.1.6: the address that it is good for. */
    private static byte[] alternativeName(InetAddress host) {
        byte[] names = der(SEQUENCE, der(0x87, host.getAddress()));
        return der(SEQUENCE, der(6, bytes("551d11")), der(4, names));
    }

    /** RFC 5280 4.2.1.9: every one of them may sign others, which cameras do not mind. */
    private static byte[] authority() {
        byte[] yes = der(SEQUENCE, der(1, new byte[] {(byte) 0xff}));
        return der(SEQUENCE, der(6, bytes("551d13")), der(4, yes));
    }

    private static byte[] time(Instant at) {
        return der(23, UTC_TIME.format(at).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] integer(long value) {
        return der(2, BigInteger.valueOf(value).toByteArray());
    }

    /** A tag, a length, and what is in it (X.690 8.1). */
    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        int length = content.size();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (length < 0x80) {
            out.write(length);
        } else if (length < 0x100) {
            out.writeBytes(new byte[] {(byte) 0x81, (byte) length});
        } else {
            out.writeBytes(new byte[] {(byte) 0x82, (byte) (length >> 8), (byte) length});
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }

    private static byte[] bytes(String hex) {
        return java.util.HexFormat.of().parseHex(hex);
    }
}
