package tw.nvr.daemon.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tw.nvr.core.camera.CameraTransport;
import tw.nvr.core.footage.Segment;

/** What another maker's RTSP server sends by UDP, through HTTP and over TLS is recorded bit by bit (K1). */
@Tag("realtime")
class TransportsOfAnotherMakerTest {
    @TempDir
    static Path dir;

    private static GstServer plain;
    private static GstServer onlyUdp;
    private static GstServer secure;
    private static Rig rig;

    @BeforeAll
    static void record_everything() throws Exception {
        String clip = Clips.cars().toString();
        plain = GstServer.start(clip);
        onlyUdp = GstServer.start("--udp-only", clip);
        secure = GstServer.start("--certificate", pem().toString(), clip);
        rig = new Rig(dir.resolve("box"), Duration.ofSeconds(5), InstantSource.system());
        rig.add("udp", plain.address(0), CameraTransport.UDP);
        rig.add("udp-only", onlyUdp.address(0));
        rig.add("http", plain.address(0), CameraTransport.HTTP);
        rig.add("tls", secure.address(0).replace("rtsp://", "rtsps://"));
        rig.add("https", secure.address(0).replace("rtsp://", "rtsps://"), CameraTransport.HTTP);
        for (String camera : List.of("udp", "udp-only", "http", "tls", "https")) {
            Await.until("8 s of " + camera, Duration.ofSeconds(60), () -> rig.frames(camera) >= 100);
        }
        rig.stopRecording();
    }

    /** A certificate that signed itself, with its key; openssl's, because GnuTLS cannot read the JDK's keys. */
    private static Path pem() throws Exception {
        Path openssl = Path.of("/usr/bin/openssl");
        assumeTrue(Files.isExecutable(openssl), "openssl is not installed");
        Files.createDirectories(dir.resolve("box"));
        Path pem = dir.resolve("camera.pem");
        int status = new ProcessBuilder(
                        openssl.toString(),
                        "req",
                        "-x509",
                        "-newkey",
                        "rsa:2048",
                        "-nodes",
                        "-subj",
                        "/CN=camera",
                        "-days",
                        "10",
                        "-keyout",
                        pem.toString(),
                        "-out",
                        dir.resolve("certificate.pem").toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        assertThat(status).as("openssl req").isZero();
        Files.write(pem, Files.readAllBytes(dir.resolve("certificate.pem")), StandardOpenOption.APPEND);
        return pem;
    }

    @AfterAll
    static void stop() {
        if (rig != null) {
            rig.close();
        }
        for (GstServer server : new GstServer[] {plain, onlyUdp, secure}) {
            if (server != null) {
                server.close();
            }
        }
    }

    @Test
    void by_udp() {
        assertRecorded("udp");
    }

    @Test
    void by_udp_because_the_camera_sends_no_other_way() {
        assertRecorded("udp-only");
    }

    @Test
    void through_http() {
        assertRecorded("http");
    }

    @Test
    void over_tls() {
        assertRecorded("tls");
    }

    @Test
    void through_https() {
        assertRecorded("https");
    }

    private static void assertRecorded(String camera) {
        List<Long> runs =
                rig.segments(camera).stream().map(Segment::run).distinct().toList();
        assertThat(runs).as("one unbroken run").hasSize(1);
        List<String> recorded = rig.video(camera, runs.get(0)).stream()
                .map(Packets.Packet::sha1)
                .toList();
        assertThat(recorded).hasSizeGreaterThanOrEqualTo(100);
        assertThat(recorded)
                .isEqualTo(Packets.video(Clips.cars()).stream()
                        .map(Packets.Packet::sha1)
                        .limit(recorded.size())
                        .toList());
    }
}
