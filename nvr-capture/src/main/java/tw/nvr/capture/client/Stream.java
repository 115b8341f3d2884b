package tw.nvr.capture.client;

import java.nio.ByteBuffer;
import java.util.Optional;
import tw.nvr.capture.rtp.Depacketizer;
import tw.nvr.capture.rtp.FramePlausibility;
import tw.nvr.capture.rtp.H264Depacketizer;
import tw.nvr.capture.rtp.H265Depacketizer;
import tw.nvr.capture.rtp.Interleaved;
import tw.nvr.capture.rtp.RtcpReports;
import tw.nvr.capture.rtp.RtpTrack;
import tw.nvr.capture.rtsp.RtspMessage;
import tw.nvr.capture.rtsp.SdpTrack;
import tw.nvr.capture.rtsp.Transport;
import tw.nvr.capture.source.SourceException;
import tw.nvr.capture.source.StreamSink;
import tw.nvr.core.time.Ticker;

/**
 * What arrives from one camera, whichever way: gives every packet to the track whose channel it came on, every message to
 * the upkeep. For the capture thread.
 */
final class Stream implements Interleaved.Receiver {
    private final RtpTrack video;
    private final Transport videoTransport;
    private final Optional<RtpTrack> audio;
    private final int audioChannel;
    private final int audioControlChannel;
    private final FramePlausibility plausibility;
    private Optional<Presentation.Start> start;
    private StreamSink sink;
    private Upkeep upkeep;
    private long now;

    Stream(Presentation presentation, Sound sound, Ticker ticker) {
        SdpTrack picture = presentation.video().description();
        videoTransport = presentation.video().transport();
        plausibility = new FramePlausibility()
                .track(videoTransport.rtpChannel(), videoTransport.rtcpChannel(), picture.payloadType());
        video = new RtpTrack(true, picture.payloadType(), pictures(picture, sound));
        Optional<Presentation.Track> heard = presentation.audio();
        heard.ifPresent(t -> plausibility.track(
                t.transport().rtpChannel(),
                t.transport().rtcpChannel(),
                t.description().payloadType()));
        audio = sound.depacketizer()
                .map(d -> new RtpTrack(false, heard.orElseThrow().description().payloadType(), d));
        audioChannel = heard.map(t -> t.transport().rtpChannel()).orElse(-1);
        audioControlChannel = heard.map(t -> t.transport().rtcpChannel()).orElse(-1);
        start = presentation.start();
        now = ticker.nanos();
    }

    /** What its frames can look like, where they come interleaved. */
    FramePlausibility plausibility() {
        return plausibility;
    }

    private static Depacketizer pictures(SdpTrack track, Sound sound) {
        return track.isH265()
                ? new H265Depacketizer(track.clockRate(), track.parameterSets(), sound.format())
                : new H264Depacketizer(track.clockRate(), track.parameterSets(), sound.format());
    }

    /** Begins a poll: where what arrives goes, and when that is. */
    void begin(StreamSink target, Upkeep answers, long nanos) {
        sink = target;
        upkeep = answers;
        now = nanos;
    }

    @Override
    public void frame(int channel, ByteBuffer buf, int offset, int length) throws SourceException {
        if (channel == videoTransport.rtpChannel()) {
            video.rtp(buf, offset, length, sink);
        } else if (channel == videoTransport.rtcpChannel()) {
            video.rtcp(buf, offset, length, now, sink);
        } else if (audio.isPresent() && channel == audioChannel) {
            audio.get().rtp(buf, offset, length, sink);
            tellStart(audio.get());
        } else if (audio.isPresent() && channel == audioControlChannel) {
            audio.get().rtcp(buf, offset, length, now, sink);
        }
    }

    /** Passes on where both clocks began, once both tracks have come. */
    private void tellStart(RtpTrack heard) {
        if (start.isPresent() && video.started() && heard.started()) {
            sink.startedTogether(
                    video.sinkTicks(start.get().video()),
                    heard.sinkTicks(start.get().audio()));
            start = Optional.empty();
        }
    }

    @Override
    public void message(RtspMessage message) throws SourceException {
        upkeep.received(message);
    }

    /** Writes a receiver report for every track that has begun. */
    void receiverReports(ByteBuffer out, long nanos) {
        if (out.remaining() >= 2 * RtcpReports.FRAME_BYTES) {
            video.receiverReport(out, videoTransport.rtcpChannel(), nanos);
            audio.ifPresent(a -> a.receiverReport(out, audioControlChannel, nanos));
        }
    }

    /** The connection has ended: what is whole is handed over. */
    void end(StreamSink target) {
        video.end(target);
        audio.ifPresent(a -> a.end(target));
    }

    boolean saidGoodbye() {
        return video.saidGoodbye();
    }

    long damagedUnits() {
        return video.damagedUnits();
    }

    /** Packets that never came, of all tracks. */
    long lostPackets() {
        return video.lostPackets() + audio.map(RtpTrack::lostPackets).orElse(0L);
    }
}
