package tw.nvr.capture.client;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tw.nvr.capture.ffmpeg.AacEncoder;
import tw.nvr.capture.ffmpeg.AudioThread;
import tw.nvr.capture.rtp.Interleaved;
import tw.nvr.capture.rtsp.Authenticator;
import tw.nvr.capture.source.PacketSource;
import tw.nvr.capture.source.SourceException;
import tw.nvr.capture.source.StreamSink;
import tw.nvr.core.camera.Camera;
import tw.nvr.core.camera.CameraCertificate;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.time.Ticker;

/**
 * Our own RTSP client (RFC 2326, RTP over the same connection, with TLS or without). {@link #open} runs on a connect thread; everything
 * afterwards on the capture thread and without waiting.
 */
public final class RtspSource implements PacketSource {
    /** The shared buffer must be at least this large. */
    public static final int SHARED_BYTES = 256 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(RtspSource.class);

    private final Camera camera;
    private final Secrets secrets;
    private final Optional<KeyStore> authorities;
    private final AuthMemory memory;
    private final ByteBuffer shared;
    private final AudioThread audio;
    private final Ticker ticker;

    private Authenticator authenticator;
    private RtspConnection connection;
    private Wire wire;
    private WireReader reader;
    private Stream stream;
    private Upkeep upkeep;
    private DatagramReader datagrams;
    private boolean hasty;
    private Sound sound = Sound.none(Optional.empty());
    private boolean ended;

    /**
     * Prepares.
     *
     * @param secrets asked on the connect thread; the array with the password is cleared after use
     * @param memory how well the camera protected its password so far
     * @param shared of at least {@link #SHARED_BYTES}, direct; the capture thread's, used for all cameras
     * @param audio encodes G.711
     */
    public RtspSource(
            Camera camera, Secrets secrets, AuthMemory memory, ByteBuffer shared, AudioThread audio, Ticker ticker) {
        this(camera, secrets, Optional.empty(), memory, shared, audio, ticker);
    }

    /** With other authorities for certificates than those of the JDK. */
    RtspSource(
            Camera camera,
            Secrets secrets,
            Optional<KeyStore> authorities,
            AuthMemory memory,
            ByteBuffer shared,
            AudioThread audio,
            Ticker ticker) {
        this.camera = camera;
        this.secrets = secrets;
        this.authorities = authorities;
        this.memory = memory;
        this.shared = shared;
        this.audio = audio;
        this.ticker = ticker;
    }

    @Override
    public void open() throws SourceException {
        boolean playing = false;
        try {
            authenticator = authenticator();
            long deadline = ticker.nanos() + RtspConnection.WHOLE.toNanos();
            Optional<CameraCertificate> known = secrets.certificate();
            Dialler dialler = new Dialler(camera, known, authorities, memory.host(), ticker);
            connection = new RtspConnection(
                    camera.address(),
                    ticker,
                    authenticator,
                    deadline,
                    dialler.dial(deadline, this::authenticator, () -> nonce(new SecureRandom())));
            Presentation presentation = new Handshake(camera, connection, () -> datagrams(dialler.peer())).play();
            memory.remember(authenticator.strength());
            if (!dialler.known().equals(known)) {
                secrets.certificateSeen(dialler.known().orElseThrow());
            }
            sound = presentation
                    .audio()
                    .map(t -> Sound.of(t.description(), audio))
                    .orElseGet(() -> Sound.none(presentation.soundTrouble()));
            stream = new Stream(presentation, sound, ticker);
            wire = connection.wire();
            reader = new WireReader(wire, new Interleaved(stream.plausibility()), connection.early(), shared);
            hasty = datagrams != null && datagrams.hasty();
            upkeep = new Upkeep(
                    presentation, connection, authenticator, stream, Optional.ofNullable(datagrams), ticker.nanos());
            playing = true;
        } catch (IOException e) {
            throw ConnectionFailure.connecting(camera.address(), e);
        } finally {
            if (!playing) {
                close();
            }
        }
    }

    private Authenticator authenticator() {
        Optional<char[]> secret = secrets.password();
        SecureRandom random = new SecureRandom();
        Authenticator made = new Authenticator(
                camera.user(), secret, camera.basicAllowed(), memory.strongest(), () -> nonce(random));
        secret.ifPresent(s -> Arrays.fill(s, '\0'));
        return made;
    }

    private static String nonce(SecureRandom random) {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public int poll(StreamSink sink) throws SourceException {
        long now = ticker.nanos();
        stream.begin(sink, upkeep, now);
        try {
            int total = reader.read(stream);
            if (datagrams != null) {
                total += datagrams.read(stream, shared, now);
            }
            if (reader.ended() || stream.saidGoodbye()) {
                ended = reader.ended();
                end(sink);
                throw ConnectionFailure.hungUp(camera.address());
            }
            sound.encoder().ifPresent(e -> e.drain(sink));
            upkeep.turn(wire, now);
            return total;
        } catch (IOException e) {
            ended = true;
            end(sink);
            throw ConnectionFailure.lost(camera.address(), e);
        }
    }

    private void end(StreamSink sink) throws SourceException {
        if (datagrams != null) {
            datagrams.end();
        }
        stream.end(sink);
    }

    private DatagramReader datagrams(InetAddress peer) {
        datagrams = new DatagramReader(peer);
        return datagrams;
    }

    /** {@inheritDoc} UDP has nobody to slow the camera down: what the kernel cannot keep is lost. */
    @Override
    public boolean hasty() {
        return hasty;
    }

    @Override
    public String reader() {
        return "rtsp";
    }

    @Override
    public long damagedUnits() {
        return stream == null ? 0 : stream.damagedUnits();
    }

    @Override
    public Optional<Problem> trouble() {
        return sound.trouble();
    }

    @Override
    public void close() {
        try {
            if (upkeep != null && !ended) {
                ended = true;
                upkeep.tearDown(wire);
            }
        } catch (IOException e) {
            LOG.debug("camera {}: TEARDOWN could not be sent: {}", camera.id(), e.toString());
        }
        try {
            closeDatagrams();
            if (connection != null) {
                connection.close();
            }
        } catch (IOException e) {
            LOG.debug("camera {}: closing the connection failed: {}", camera.id(), e.toString());
        }
        if (authenticator != null) {
            authenticator.close();
        }
        sound.encoder().ifPresent(AacEncoder::close);
        sound = Sound.none(Optional.empty());
    }

    private void closeDatagrams() throws IOException {
        DatagramReader open = datagrams;
        datagrams = null;
        if (open != null) {
            if (stream != null) {
                LOG.info(
                        "camera {}: of its datagrams {} were lost, {} put into order, {} from elsewhere left",
                        camera.id(),
                        stream.lostPackets(),
                        open.putRight(),
                        open.fromElsewhere());
            }
            open.close();
        }
    }
}
