package tw.nvr.capture.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.KeyStore;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tw.nvr.capture.ffmpeg.AudioThread;
import tw.nvr.capture.simulated.Certificates;
import tw.nvr.capture.simulated.Certificates.Identity;
import tw.nvr.capture.simulated.SimulatedCamera;
import tw.nvr.capture.source.SourceException;
import tw.nvr.core.camera.Camera;
import tw.nvr.core.camera.CameraCertificate;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.camera.CameraSource;
import tw.nvr.core.camera.StreamAddress;
import tw.nvr.core.footage.GapCause;

/** Which cameras are believed over TLS, and what is said of the others. */
@Tag("rtsp")
class TlsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");
    private static final InetAddress HOST = InetAddress.getLoopbackAddress();

    private final AudioThread audio = new AudioThread();
    private final List<CameraCertificate> seen = new ArrayList<>();

    @AfterEach
    void close() {
        audio.close();
    }

    private SourceException failure(
            StreamAddress address, Optional<CameraCertificate> known, Optional<KeyStore> authorities) {
        Secrets secrets = new Secrets() {
            @Override
            public Optional<char[]> password() {
                return Optional.empty();
            }

            @Override
            public Optional<CameraCertificate> certificate() {
                return known;
            }

            @Override
            public void certificateSeen(CameraCertificate certificate) {
                seen.add(certificate);
            }
        };
        Camera camera = new Camera(
                new CameraId("gate"),
                "gate",
                "",
                "",
                address,
                Optional.empty(),
                CameraSource.RTSP,
                false,
                true,
                true,
                true);
        ByteBuffer shared = ByteBuffer.allocateDirect(RtspSource.SHARED_BYTES);
        try (RtspSource source =
                new RtspSource(camera, secrets, authorities, new AuthMemory(), shared, audio, System::nanoTime)) {
            return catchThrowableOfType(SourceException.class, source::open);
        }
    }

    private static SimulatedCamera.Builder simulated() {
        return SimulatedCamera.builder(InstantSource.system(), System::nanoTime, ZoneOffset.UTC)
                .picture(160, 120);
    }

    private static CameraCertificate of(Identity identity) throws Exception {
        return CameraCertificate.of(identity.certificate().getEncoded());
    }

    private static Optional<KeyStore> trusting(Identity authority) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("authority", authority.certificate());
        return Optional.of(store);
    }

    @Test
    void the_first_certificate_is_taken_and_told_and_the_same_one_again_is_not_told() throws Exception {
        Identity itself = Certificates.selfSigned("camera", HOST, NOW);
        try (SimulatedCamera camera = simulated().tls(itself).start()) {
            assertThat(failure(camera.address(), Optional.empty(), Optional.empty()))
                    .isNull();
            assertThat(seen).containsExactly(of(itself));
            assertThat(failure(camera.address(), Optional.of(of(itself)), Optional.empty()))
                    .isNull();
            assertThat(seen).hasSize(1);
        }
    }

    @Test
    void another_certificate_than_the_known_one_is_refused_with_both_fingerprints_and_not_told() throws Exception {
        Identity itself = Certificates.selfSigned("camera", HOST, NOW);
        Identity other = Certificates.selfSigned("camera", HOST, NOW);
        try (SimulatedCamera camera = simulated().tls(other).start()) {
            SourceException refused = failure(camera.address(), Optional.of(of(itself)), Optional.empty());
            assertThat(refused.gapCause()).isEqualTo(GapCause.AUTH);
            assertThat(refused.otherReader()).isFalse();
            assertThat(refused.problem().key()).isEqualTo("camera-certificate-changed");
            assertThat(refused.problem().arguments())
                    .contains(of(itself).toString(), of(other).toString(), "gate");
            assertThat(camera.streams()).isEmpty();
            assertThat(seen).isEmpty();
        }
    }

    @Test
    void what_an_authority_vouches_for_may_change_but_not_become_what_nobody_vouches_for() throws Exception {
        Identity authority = Certificates.selfSigned("Authority", HOST, NOW);
        Identity first = Certificates.signedBy(authority, "camera", HOST, NOW);
        Identity renewed = Certificates.signedBy(authority, "camera", HOST, NOW);
        try (SimulatedCamera one = simulated().tls(first).start();
                SimulatedCamera two = simulated().tls(renewed).start();
                SimulatedCamera nobody = simulated().tls().start()) {
            assertThat(failure(one.address(), Optional.empty(), trusting(authority)))
                    .isNull();
            assertThat(seen).containsExactly(CameraCertificate.VALID);
            Optional<CameraCertificate> known = Optional.of(CameraCertificate.VALID);
            assertThat(failure(two.address(), known, trusting(authority))).isNull();
            assertThat(failure(nobody.address(), known, trusting(authority))
                            .problem()
                            .key())
                    .isEqualTo("camera-certificate-changed");
        }
    }

    @Test
    void what_an_authority_vouches_for_under_another_name_is_only_a_certificate_like_any_other() throws Exception {
        Identity authority = Certificates.selfSigned("Authority", HOST, NOW);
        Identity elsewhere =
                Certificates.signedBy(authority, "camera", InetAddress.getByAddress(new byte[] {10, 0, 0, 1}), NOW);
        try (SimulatedCamera camera = simulated().tls(elsewhere).start()) {
            assertThat(failure(camera.address(), Optional.empty(), trusting(authority)))
                    .isNull();
            assertThat(seen).containsExactly(of(elsewhere));
        }
    }

    @Test
    void a_camera_without_tls_at_that_port_is_told_apart() {
        try (SimulatedCamera plain = simulated().start()) {
            StreamAddress address =
                    new StreamAddress("rtsps", "127.0.0.1", plain.address().port(), "/1");
            SourceException refused = failure(address, Optional.empty(), Optional.empty());
            assertThat(refused.gapCause()).isEqualTo(GapCause.CAMERA_UNREACHABLE);
            assertThat(refused.problem().key()).isIn("camera-tls-not-spoken", "camera-tls-failed");
            assertThat(refused.otherReader()).isFalse();
        }
    }
}
