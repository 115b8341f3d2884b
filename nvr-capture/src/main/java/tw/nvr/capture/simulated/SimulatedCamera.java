package tw.nvr.capture.simulated;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tw.nvr.capture.ffmpeg.ClipFormat;
import tw.nvr.core.camera.StreamAddress;
import tw.nvr.core.time.Ticker;

/**
 * A camera without a lens: an RTSP/1.0 server (RFC 2326, RTP over the same TCP connection) that plays files over and over,
 * or a picture of its own with a running clock. Serves any number of clients on one thread. Thread-safe.
 *
 * <p>The first file is at {@code /} and {@code /1}, the second at {@code /2}, and so on. Every client gets a file from its
 * start; a generated picture is the same for all.
 */
public final class SimulatedCamera implements AutoCloseable {
    private final Settings settings;
    private final Misbehaviour misbehaviour;
    private final Mounts mounts;
    private final Server server;

    private SimulatedCamera(Settings settings, Misbehaviour misbehaviour) {
        this.settings = settings;
        this.misbehaviour = misbehaviour;
        this.mounts = new Mounts(settings, misbehaviour);
        try {
            this.server = Server.start(mounts);
        } catch (RuntimeException e) {
            mounts.close();
            throw e;
        }
    }

    /**
     * Starts to describe a camera.
     *
     * @param wall for the clock in the picture and for sender reports
     * @param ticker for the pace
     * @param zone of the clock in the picture
     */
    public static Builder builder(InstantSource wall, Ticker ticker, ZoneId zone) {
        return new Builder(wall, ticker, zone);
    }

    /** Address of the first file, or of the generated picture. */
    public StreamAddress address() {
        return address(1);
    }

    /**
     * Address of one of several files.
     *
     * @param number from 1
     */
    public StreamAddress address(int number) {
        return new StreamAddress(
                settings.identity().isPresent() ? "rtsps" : "rtsp",
                settings.bind().getHostAddress(),
                server.port(),
                "/" + number);
    }

    /** What goes wrong all the time; may be changed while the camera runs. */
    public Misbehaviour misbehaviour() {
        return misbehaviour;
    }

    /** Makes something go wrong now, in all streams. */
    public void strike(Fault fault) {
        server.strike(fault);
    }

    /** What was sent, one stream for every PLAY, in their order; the last thousand. */
    public List<SentStream> streams() {
        return mounts.streams();
    }

    /** Hangs up on everybody and stops. */
    @Override
    public void close() {
        server.close();
    }

    /** Collects what a camera is like. Used by one thread. */
    public static final class Builder {
        private final InstantSource wall;
        private final Ticker ticker;
        private final ZoneId zone;
        private final Misbehaviour misbehaviour = new Misbehaviour();
        private final List<Path> clips = new ArrayList<>();
        private final List<Settings.Planned> plan = new ArrayList<>();
        private int width = 1280;
        private int height = 720;
        private int framesPerSecond = 10;
        private Duration keyInterval = Duration.ofSeconds(2);
        private int bitsPerSecond = 1_000_000;
        private String label = "";
        private long seed = 1;
        private Optional<ClipFormat.Codec> tone = Optional.empty();
        private InetAddress bind = InetAddress.getLoopbackAddress();
        private int port;
        private Optional<Settings.Credentials> credentials = Optional.empty();
        private Optional<Certificates.Identity> identity = Optional.empty();
        private Duration sessionTimeout = Duration.ofSeconds(60);
        private double speed = 1;
        private Delivery delivery = Delivery.PACED;
        private boolean aggregate;
        private int logLimit;

        private Builder(InstantSource wall, Ticker ticker, ZoneId zone) {
            this.wall = wall;
            this.ticker = ticker;
            this.zone = zone;
        }

        /** Plays this file, at the next free number. Without a file the picture is generated. */
        public Builder clip(Path file) {
            clips.add(file);
            return this;
        }

        /** Size of the generated picture, even numbers from 16 on; 1280x720 otherwise. */
        public Builder picture(int w, int h) {
            if (w < 16 || h < 16 || w > 3840 || h > 2160 || w % 2 != 0 || h % 2 != 0) {
                throw new IllegalArgumentException("picture of " + w + "x" + h);
            }
            width = w;
            height = h;
            return this;
        }

        /** Pace of the generated picture, 1 to 60; 10 otherwise. */
        public Builder framesPerSecond(int fps) {
            if (fps < 1 || fps > 60) {
                throw new IllegalArgumentException(fps + " pictures a second");
            }
            framesPerSecond = fps;
            return this;
        }

        /** From one key frame of the generated picture to the next; 2 s otherwise. */
        public Builder keyInterval(Duration interval) {
            keyInterval = interval;
            return this;
        }

        /** Rate of the generated picture; 1 Mbit/s otherwise. */
        public Builder bitsPerSecond(int bits) {
            bitsPerSecond = bits;
            return this;
        }

        /** The name written into the generated picture (capitals, digits, punctuation), and the session's name. */
        public Builder label(String text) {
            label = text.replaceAll("\\p{Cntrl}", " ");
            return this;
        }

        /** Decides what the generated picture looks like, and which packets get dropped. */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /** Adds a beep at every second to the generated picture, in AAC (16 kHz) or G.711. */
        public Builder tone(ClipFormat.Codec codec) {
            tone = Optional.of(codec);
            return this;
        }

        /** Where to listen; loopback otherwise. */
        public Builder bind(InetAddress address) {
            bind = address;
            return this;
        }

        /** The port to listen at; 0, as otherwise, takes a free one. */
        public Builder port(int number) {
            port = number;
            return this;
        }

        /** Asks for Digest authentication. */
        public Builder credentials(String user, char[] password) {
            credentials = Optional.of(new Settings.Credentials(user, new String(password)));
            return this;
        }

        /** Speaks TLS, with a certificate that it signs itself. */
        public Builder tls() {
            return tls(Certificates.selfSigned("camera", bind, wall.instant()));
        }

        /** Speaks TLS, with that certificate. */
        public Builder tls(Certificates.Identity as) {
            identity = Optional.of(as);
            return this;
        }

        /** How long a client may be silent before it is hung up on (RFC 2326 12.37); 60 s otherwise. */
        public Builder sessionTimeout(Duration timeout) {
            sessionTimeout = timeout;
            return this;
        }

        /** So many times faster than real time, 0.1 to 1000. */
        public Builder speed(double times) {
            if (!(times >= 0.1 && times <= 1000)) {
                throw new IllegalArgumentException("speed " + times);
            }
            speed = times;
            return this;
        }

        /** How the packets of a picture are spread; paced otherwise. */
        public Builder delivery(Delivery how) {
            delivery = how;
            return this;
        }

        /** Sends parameter sets in one packet (STAP-A) instead of one each. */
        public Builder aggregateParameterSets(boolean on) {
            aggregate = on;
            return this;
        }

        /** Remembers the first so many units of every stream, see {@link SentStream#units}; none otherwise. */
        public Builder log(int units) {
            logLimit = units;
            return this;
        }

        /** Makes something go wrong in every stream, so much media time after PLAY. */
        public Builder after(Duration media, Fault fault) {
            plan.add(new Settings.Planned(media.toNanos(), fault));
            return this;
        }

        /** What goes wrong from the start. */
        public Misbehaviour misbehaviour() {
            return misbehaviour;
        }

        /**
         * Checks the files, listens and serves.
         *
         * @throws tw.nvr.core.problem.ProblemException {@code clip-missing}, {@code clip-damaged}, {@code clip-not-h264},
         *     {@code simulated-port}, {@code ffmpeg-missing}, {@code encoder-failed}
         */
        public SimulatedCamera start() {
            plan.sort(Comparator.comparingLong(Settings.Planned::nanos));
            Settings settings = new Settings(
                    wall,
                    ticker,
                    zone,
                    List.copyOf(clips),
                    width,
                    height,
                    framesPerSecond,
                    keyInterval,
                    bitsPerSecond,
                    label,
                    seed,
                    tone,
                    bind,
                    port,
                    credentials,
                    identity,
                    sessionTimeout,
                    speed,
                    delivery,
                    aggregate,
                    logLimit,
                    List.copyOf(plan));
            return new SimulatedCamera(settings, misbehaviour);
        }
    }
}
