package tw.nvr.capture.simulated;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tw.nvr.capture.simulated.Mounts.Place;

/** One client's conversation: answers its requests in order and holds its one session. Used by the server's thread only. */
final class Dialogue {
    private static final String METHODS =
            "OPTIONS, DESCRIBE, SETUP, PLAY, PAUSE, GET_PARAMETER, SET_PARAMETER, TEARDOWN";
    private static final Pattern CLIENT_PORT = Pattern.compile("client_port=(\\d{1,5})");
    private static final Pattern INTERLEAVED = Pattern.compile("interleaved=(\\d{1,3})(?:-(\\d{1,3}))?");

    private final Mounts mounts;
    private final Outbox out;
    private final InetAddress host;
    private final InetAddress client;
    private final Guard guard;
    private final Random random;
    private String session = "";
    private Place place = new Place("/", 0);
    private Optional<RtpTrack> video = Optional.empty();
    private Optional<RtpTrack> sound = Optional.empty();
    private Optional<Player> player = Optional.empty();

    Dialogue(Mounts mounts, Outbox out, InetAddress host, InetAddress client) {
        this.client = client;
        this.mounts = mounts;
        this.out = out;
        this.host = host;
        this.guard = new Guard(mounts.settings().credentials(), mounts.misbehaviour());
        this.random = new Random(new SecureRandom().nextLong());
    }

    Optional<Player> player() {
        return player;
    }

    void answer(Request request, long now) {
        Reply reply = reply(request, now);
        StringBuilder s =
                new StringBuilder("RTSP/1.0 ").append(reply.status).append(' ').append(reply.reason());
        s.append("\r\nCSeq: ").append(request.header("cseq").orElse("0")).append("\r\nServer: nvr-simulated\r\n");
        s.append(reply.headers);
        if (!reply.body.isEmpty()) {
            s.append("Content-Length: ").append(reply.body.length()).append("\r\n");
        }
        out.text(s.append("\r\n").append(reply.body).toString());
        reply.then.run();
    }

    void resize(int width, int height) {
        mounts.at(place.mount()).ifPresent(p -> p.resize(width, height));
    }

    void close() {
        player.ifPresent(Player::close);
        player = Optional.empty();
    }

    private Reply reply(Request request, long now) {
        int forced = mounts.misbehaviour().answer(request.method());
        if (forced != 0) {
            return Reply.of(forced);
        }
        if (request.method().equals("OPTIONS")) {
            return Reply.ok().with("Public", METHODS);
        }
        if (!guard.admits(request)) {
            return Reply.of(401).with("WWW-Authenticate", guard.challenge());
        }
        boolean knowsSession = session.isEmpty()
                || request.header("session")
                        .map(s -> s.split(";", 2)[0].strip())
                        .orElse(session)
                        .equals(session);
        if (!knowsSession) {
            return Reply.of(454);
        }
        return switch (request.method()) {
            case "DESCRIBE" -> describe(request);
            case "SETUP" -> setUp(request);
            case "PLAY" -> play(request, now);
            case "PAUSE" -> pause();
            case "GET_PARAMETER", "SET_PARAMETER" -> withSession(Reply.ok());
            case "TEARDOWN" -> tearDown();
            default -> Reply.of(501);
        };
    }

    private Reply describe(Request request) {
        Place asked = Place.of(request.uri());
        Optional<Programme> programme = mounts.at(asked.mount());
        if (programme.isEmpty()) {
            return Reply.of(404);
        }
        boolean sprop = !mounts.misbehaviour().withoutSprop();
        String base = request.uri().endsWith("/") ? request.uri() : request.uri() + "/";
        String text = SessionDescription.of(programme.get(), mounts.settings().label(), host.getHostAddress(), sprop);
        return Reply.ok()
                .with("Content-Base", base)
                .with("Content-Type", "application/sdp")
                .body(text);
    }

    private Reply setUp(Request request) {
        Place asked = Place.of(request.uri());
        Optional<Programme> programme = mounts.at(asked.mount());
        if (programme.isEmpty() || asked.track() == 2 && programme.get().sound().isEmpty()) {
            return Reply.of(404);
        }
        if (player.isPresent()) {
            return Reply.of(455);
        }
        String transport = request.header("transport").orElse("");
        boolean isSound = asked.track() == 2;
        Matcher udp = CLIENT_PORT.matcher(transport);
        boolean datagrams = udp.find() && !transport.contains("TCP");
        if (!datagrams
                && (!transport.startsWith("RTP/AVP/TCP")
                        || mounts.misbehaviour().udpOnly())) {
            return Reply.of(461);
        }
        Matcher m = INTERLEAVED.matcher(transport);
        int channel = !datagrams && m.find() ? Integer.parseInt(m.group(1)) : isSound ? 2 : 0;
        Optional<RtpTrack> other = isSound ? video : sound;
        if (channel > 254 || other.isPresent() && Math.abs(other.get().rtpChannel - channel) < 2) {
            return Reply.of(461);
        }
        place = new Place(asked.mount(), 0);
        RtpTrack track = track(programme.get(), isSound, channel);
        if (session.isEmpty()) {
            session = HexFormat.of().toHexDigits(random.nextLong());
        }
        String way = datagrams
                ? route(channel, Integer.parseInt(udp.group(1)))
                : "RTP/AVP/TCP;unicast;interleaved=" + channel + "-" + (channel + 1);
        String ssrc = HexFormat.of().withUpperCase().toHexDigits(track.ssrc());
        return withSession(Reply.ok()).with("Transport", way + ";ssrc=" + ssrc);
    }

    private String route(int channel, int clientPort) {
        try {
            long seed = mounts.settings().seed() + channel;
            DatagramRoute route = DatagramRoute.open(host, client, clientPort, mounts.misbehaviour(), seed);
            out.route(channel, route);
            return "RTP/AVP;unicast;source=" + host.getHostAddress() + ";client_port=" + clientPort + "-"
                    + (clientPort + 1) + ";server_port=" + route.port() + "-" + (route.port() + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RtpTrack track(Programme programme, boolean isSound, int channel) {
        if (isSound) {
            var format = programme.sound().orElseThrow();
            RtpTrack made = new RtpTrack(SessionDescription.soundType(format), format.sampleRate(), channel, random);
            sound = Optional.of(made);
            return made;
        }
        RtpTrack made = new RtpTrack(SessionDescription.VIDEO_TYPE, 90_000, channel, random);
        video = Optional.of(made);
        return made;
    }

    private Reply play(Request request, long now) {
        if (session.isEmpty() || video.isEmpty() && sound.isEmpty()) {
            return Reply.of(455);
        }
        if (player.isPresent()) {
            player.get().play();
            return withSession(Reply.ok());
        }
        Settings settings = mounts.settings();
        Player made = new Player(
                settings,
                mounts.misbehaviour(),
                mounts.at(place.mount()).orElseThrow(),
                mounts.mediaNanos(now),
                video,
                sound,
                mounts.newStream(place.mount()),
                out,
                new Player.Pace(settings.wall().instant(), now, settings.speed()));
        player = Optional.of(made);
        String base = request.uri().endsWith("/") ? request.uri() : request.uri() + "/";
        StringBuilder info = new StringBuilder();
        video.ifPresent(t -> rtpInfo(info, base + "track1", t, made));
        sound.ifPresent(t -> rtpInfo(info, base + "track2", t, made));
        return withSession(Reply.ok()).with("Range", "npt=now-").with("RTP-Info", info.toString());
    }

    private static void rtpInfo(StringBuilder s, String url, RtpTrack track, Player player) {
        s.append(s.isEmpty() ? "" : ",")
                .append("url=")
                .append(url)
                .append(";seq=")
                .append(track.sequence());
        s.append(";rtptime=").append(player.startTicks(track) & 0xffffffffL);
    }

    private Reply pause() {
        if (player.isEmpty()) {
            return Reply.of(455);
        }
        player.get().pause();
        return withSession(Reply.ok());
    }

    private Reply tearDown() {
        if (session.isEmpty()) {
            return Reply.of(454);
        }
        return withSession(Reply.ok()).then(() -> {
            close();
            session = "";
            video = Optional.empty();
            sound = Optional.empty();
        });
    }

    private Reply withSession(Reply reply) {
        long timeout = mounts.settings().sessionTimeout().toSeconds();
        return session.isEmpty() ? reply : reply.with("Session", session + ";timeout=" + Math.max(1, timeout));
    }

    /** An answer in the making. */
    private static final class Reply {
        private final int status;
        private final StringBuilder headers = new StringBuilder();
        private String body = "";
        private Runnable then = () -> {};

        private Reply(int status) {
            this.status = status;
        }

        static Reply of(int status) {
            return new Reply(status);
        }

        static Reply ok() {
            return new Reply(200);
        }

        Reply with(String name, String value) {
            headers.append(name).append(": ").append(value).append("\r\n");
            return this;
        }

        Reply body(String text) {
            body = text;
            return this;
        }

        /** What is done once the answer is on its way. */
        Reply then(Runnable action) {
            then = action;
            return this;
        }

        /** RFC 2326 7.1.1. */
        String reason() {
            return switch (status) {
                case 200 -> "OK";
                case 302 -> "Moved Temporarily";
                case 401 -> "Unauthorized";
                case 403 -> "Forbidden";
                case 404 -> "Stream Not Found";
                case 453 -> "Not Enough Bandwidth";
                case 454 -> "Session Not Found";
                case 455 -> "Method Not Valid in This State";
                case 461 -> "Unsupported Transport";
                case 501 -> "Not Implemented";
                case 503 -> "Service Unavailable";
                default -> "Status";
            };
        }
    }
}
