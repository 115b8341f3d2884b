package tw.nvr.daemon.fuzz;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tw.nvr.capture.rtsp.RtpInfo;
import tw.nvr.capture.rtsp.RtspException;
import tw.nvr.capture.rtsp.RtspMessage;
import tw.nvr.capture.rtsp.RtspParser;
import tw.nvr.capture.rtsp.SessionHeader;
import tw.nvr.capture.rtsp.Transport;
import tw.nvr.capture.source.SourceException;

/** RTSP messages as they arrive before PLAY, and the headers that are taken apart. */
public final class RtspMessageFuzz {
    private RtspMessageFuzz() {}

    /** One byte says how the rest is cut into arrivals; the same messages come out whatever the cuts. */
    public static void fuzzerTestOneInput(byte[] input) {
        Bites bites = new Bites(input);
        int cut = bites.one();
        byte[] bytes = bites.rest();
        List<String> whole = taken(bytes, bytes.length + 1);
        List<String> inParts = taken(bytes, 1 + cut);
        Claim.that(whole.equals(inParts), "the same messages, however they arrive");
    }

    private static List<String> taken(byte[] bytes, int step) {
        ByteBuffer received = ByteBuffer.allocate(bytes.length);
        List<String> out = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += step) {
            received.put(bytes, at, Math.min(step, bytes.length - at));
            try {
                Optional<RtspMessage> message = RtspParser.take(received);
                while (message.isPresent()) {
                    out.add(look(message.get()));
                    message = RtspParser.take(received);
                }
            } catch (RtspException e) {
                out.add("no RTSP");
                return out;
            }
        }
        return out;
    }

    private static String look(RtspMessage message) {
        Claim.that(message.body().length <= RtspParser.MAX_BODY, "a body within bounds");
        Claim.that(message.headers().entries().size() <= 200, "few headers");
        Claim.that(message.cseq() >= -1, "a number or none");
        headers(message);
        byte[] again = message.toBytes();
        Claim.that(again.length <= RtspParser.MAX_BODY + 2 * RtspParser.MAX_HEADER, "no larger than it came");
        return message.startLine() + message.headers().entries() + message.body().length;
    }

    private static void headers(RtspMessage message) {
        SessionHeader session = SessionHeader.parse(message.header("Session").orElse(""));
        Claim.that(session.timeoutSeconds() >= 2 && session.timeoutSeconds() <= 3600, "a timeout to live with");
        List<RtpInfo> info = RtpInfo.parse(message.header("RTP-Info").orElse(""));
        Claim.that(info.size() <= 32, "few tracks");
        try {
            Transport transport = Transport.parse(message.header("Transport"), 2);
            Claim.that(transport.rtpChannel() >= 0 && transport.rtpChannel() <= 255, "a channel of one byte");
            Claim.that(transport.rtcpChannel() >= 0 && transport.rtcpChannel() <= 255, "a channel of one byte");
        } catch (SourceException e) {
            Claim.that(!e.problem().key().isEmpty(), "a refusal with words");
        }
    }
}
