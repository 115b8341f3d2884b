package tw.nvr.capture.client;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tw.nvr.capture.rtsp.ControlUrl;
import tw.nvr.capture.rtsp.Refusals;
import tw.nvr.capture.rtsp.RtpInfo;
import tw.nvr.capture.rtsp.RtspRequest;
import tw.nvr.capture.rtsp.RtspResponse;
import tw.nvr.capture.rtsp.Sdp;
import tw.nvr.capture.rtsp.SdpTrack;
import tw.nvr.capture.rtsp.SessionHeader;
import tw.nvr.capture.rtsp.Transport;
import tw.nvr.capture.rtsp.UdpTransport;
import tw.nvr.capture.source.SourceException;
import tw.nvr.core.camera.Camera;
import tw.nvr.core.camera.CameraTransport;
import tw.nvr.core.camera.StreamAddress;
import tw.nvr.core.problem.Problem;

/**
 * The questions from OPTIONS to PLAY (RFC 2326 appendix A) in the order and wording that cameras understand. For the
 * connect thread.
 */
final class Handshake {
    private static final Logger LOG = LoggerFactory.getLogger(Handshake.class);

    private static final int UNSUPPORTED = 461;
    private static final int VIDEO_CHANNEL = 0;
    private static final int AUDIO_CHANNEL = 2;

    private final Camera camera;
    private final StreamAddress address;
    private final RtspConnection connection;
    private final Supplier<DatagramReader> makesDatagrams;
    private Optional<DatagramReader> datagrams = Optional.empty();
    private SessionHeader session = SessionHeader.parse("");

    /** @param datagrams called when packets are to come by UDP; closed by whoever made it */
    Handshake(Camera camera, RtspConnection connection, Supplier<DatagramReader> datagrams) {
        this.camera = camera;
        this.address = camera.address();
        this.connection = connection;
        this.makesDatagrams = datagrams;
    }

    /** @throws SourceException when the camera refuses, or offers nothing that can be recorded */
    Presentation play() throws SourceException {
        String keepAlive = keepAliveMethod();
        RtspResponse described =
                ask(RtspRequest.of("DESCRIBE", address.toString()).with("Accept", "application/sdp"));
        Sdp sdp = Sdp.parse(described.body());
        SdpTrack video = sdp.video();
        Presentation.Track picture = new Presentation.Track(video, setup(described, sdp, video, VIDEO_CHANNEL));
        Optional<Presentation.Track> sound = camera.audio() ? sound(described, sdp) : Optional.empty();
        String url = ControlUrl.aggregate(
                address, described.header("Content-Base"), described.header("Content-Location"), sdp.control());
        RtspResponse playing = ask(RtspRequest.of("PLAY", url).with("Range", "npt=0.000-"));
        playing.header("Session").ifPresent(this::rememberSession);
        Optional<Problem> trouble = camera.audio() ? sdp.soundTrouble() : Optional.empty();
        return new Presentation(
                url,
                session,
                keepAlive,
                picture,
                sound,
                trouble,
                start(playing, video, sound),
                camera.transport() != CameraTransport.HTTP);
    }

    /** Where both clocks begin, when RTP-Info names both tracks; which is which is told by the control attributes. */
    private static Optional<Presentation.Start> start(
            RtspResponse playing, SdpTrack video, Optional<Presentation.Track> sound) {
        if (sound.isEmpty()) {
            return Optional.empty();
        }
        List<RtpInfo> told = playing.header("RTP-Info").map(RtpInfo::parse).orElse(List.of());
        OptionalLong picture = timestamp(told, video);
        OptionalLong heard = timestamp(told, sound.get().description());
        return picture.isPresent() && heard.isPresent()
                ? Optional.of(new Presentation.Start((int) picture.getAsLong(), (int) heard.getAsLong()))
                : Optional.empty();
    }

    private static OptionalLong timestamp(List<RtpInfo> told, SdpTrack track) {
        String control = track.control().orElse("");
        return told.stream()
                .filter(i -> !control.isEmpty() && i.url().endsWith(control))
                .map(RtpInfo::timestamp)
                .findFirst()
                .orElse(OptionalLong.empty());
    }

    /** OPTIONS is a courtesy: what it answers does not matter but for the name of what keeps the session alive. */
    private String keepAliveMethod() throws SourceException {
        RtspResponse options = connection.ask(RtspRequest.of("OPTIONS", address.toString()));
        List<String> methods = options.headers().all("Public");
        boolean offered =
                methods.stream().anyMatch(m -> m.toUpperCase(Locale.ROOT).contains("GET_PARAMETER"));
        return offered ? "GET_PARAMETER" : "OPTIONS";
    }

    /** A picture without sound is worth more than nothing: whatever is wrong with the sound is only noted. */
    private Optional<Presentation.Track> sound(RtspResponse described, Sdp sdp) throws SourceException {
        Optional<SdpTrack> track = sdp.audio();
        if (track.isEmpty()) {
            return Optional.empty();
        }
        RtspResponse answer = connection.ask(setupRequest(described, sdp, track.get(), AUDIO_CHANNEL));
        if (!answer.ok()) {
            LOG.info("camera {}: SETUP of the sound was answered with {}", camera.id(), answer.status());
            return Optional.empty();
        }
        try {
            Transport transport = agreed(answer, AUDIO_CHANNEL);
            return Optional.of(new Presentation.Track(track.get(), transport));
        } catch (SourceException e) {
            LOG.info("camera {}: the sound does not come over this connection ({})", camera.id(), e.getMessage());
            return Optional.empty();
        }
    }

    /** As the record wants it; where that is left open, over UDP once the camera has said that it cannot otherwise. */
    private Transport setup(RtspResponse described, Sdp sdp, SdpTrack track, int channel) throws SourceException {
        if (camera.transport() == CameraTransport.UDP) {
            datagrams = Optional.of(makesDatagrams.get());
        }
        RtspResponse answer = connection.ask(setupRequest(described, sdp, track, channel));
        if (answer.status() == UNSUPPORTED && camera.transport() == CameraTransport.AUTO && !address.tls()) {
            LOG.info("camera {}: takes no RTP over the RTSP connection; asking for UDP", camera.id());
            datagrams = Optional.of(makesDatagrams.get());
            answer = connection.ask(setupRequest(described, sdp, track, channel));
        }
        if (answer.status() == UNSUPPORTED && datagrams.isPresent()) {
            throw Refusals.transport();
        }
        Refusals.require("SETUP", answer);
        answer.header("Session").ifPresent(this::rememberSession);
        return agreed(answer, channel);
    }

    private Transport agreed(RtspResponse answer, int channel) throws SourceException {
        Optional<String> told = answer.header("Transport");
        if (datagrams.isEmpty()) {
            return Transport.parse(told, channel);
        }
        try {
            datagrams.get().agreed(UdpTransport.parse(told));
            return new Transport(channel, channel + 1);
        } catch (IOException e) {
            throw ConnectionFailure.connecting(address, e);
        }
    }

    private RtspRequest setupRequest(RtspResponse described, Sdp sdp, SdpTrack track, int channel)
            throws SourceException {
        String url = ControlUrl.track(
                address,
                described.header("Content-Base"),
                described.header("Content-Location"),
                sdp.control(),
                track.control());
        return RtspRequest.of("SETUP", url).with("Transport", wanted(channel));
    }

    private String wanted(int channel) throws SourceException {
        if (datagrams.isEmpty()) {
            return Transport.ask(channel);
        }
        try {
            return UdpTransport.ask(datagrams.get().open(channel));
        } catch (IOException e) {
            throw ConnectionFailure.connecting(address, e);
        }
    }

    private void rememberSession(String header) {
        SessionHeader told = SessionHeader.parse(header);
        if (!told.id().isEmpty()) {
            boolean silentAboutTimeout = !header.toLowerCase(Locale.ROOT).contains("timeout");
            session = silentAboutTimeout && told.id().equals(session.id()) ? session : told;
            connection.session(session.id());
        }
    }

    private RtspResponse ask(RtspRequest request) throws SourceException {
        return Refusals.require(request.method(), connection.ask(request));
    }
}
