package tw.nvr.capture.client;

import java.util.Optional;
import tw.nvr.capture.rtsp.SdpTrack;
import tw.nvr.capture.rtsp.SessionHeader;
import tw.nvr.capture.rtsp.Transport;
import tw.nvr.core.problem.Problem;

/**
 * What a camera that plays has agreed to. Immutable.
 *
 * @param url of the whole presentation, for keep-alive and TEARDOWN
 * @param session its name, and after how long without a sign of life it ends
 * @param keepAlive the method that keeps it alive
 * @param video the picture track and its channels
 * @param audio the sound track; empty when there is none, none usable, or none wanted
 * @param soundTrouble why there is no sound although the camera sends some
 * @param start where both tracks' clocks stand at the beginning; empty when the camera does not say
 * @param reports whether it is to be told how well its packets arrive, where they come over the RTSP connection
 */
record Presentation(
        String url,
        SessionHeader session,
        String keepAlive,
        Track video,
        Optional<Track> audio,
        Optional<Problem> soundTrouble,
        Optional<Start> start,
        boolean reports) {
    /** RTP timestamps of the same moment. */
    record Start(int video, int audio) {}

    /** A track and the channels it comes on. */
    record Track(SdpTrack description, Transport transport) {}
}
