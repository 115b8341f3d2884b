package tw.nvr.capture.simulated;

import java.util.HexFormat;
import java.util.Optional;
import tw.nvr.capture.ffmpeg.ClipFormat;

/** Writes the session description of a mount point (RFC 4566; RFC 6184 8.2; RFC 3640 4.1). */
final class SessionDescription {
    static final int VIDEO_TYPE = 96;
    private static final int AAC_TYPE = 97;

    private SessionDescription() {}

    /** RTP payload type of a sound track (RFC 3551 table 4 for G.711). */
    static int soundType(ClipFormat.Sound sound) {
        boolean standard = sound.sampleRate() == 8000 && sound.channels() == 1;
        return switch (sound.codec()) {
            case AAC -> AAC_TYPE;
            case PCMU -> standard ? 0 : AAC_TYPE;
            case PCMA -> standard ? 8 : AAC_TYPE;
        };
    }

    static String of(Programme programme, String label, String host, boolean withSprop) {
        StringBuilder s = new StringBuilder();
        s.append("v=0\r\no=- 1 1 IN IP4 ")
                .append(host.contains(":") ? "0.0.0.0" : host)
                .append("\r\n");
        s.append("s=").append(label.isEmpty() ? "camera" : label).append("\r\n");
        s.append("c=IN IP4 0.0.0.0\r\nt=0 0\r\na=control:*\r\na=range:npt=now-\r\n");
        s.append("m=video 0 RTP/AVP ").append(VIDEO_TYPE).append("\r\n");
        s.append("a=rtpmap:").append(VIDEO_TYPE).append(" H264/90000\r\n");
        s.append("a=fmtp:").append(VIDEO_TYPE).append(" packetization-mode=1");
        if (withSprop) {
            s.append(";profile-level-id=").append(programme.sets().profileLevelId());
            s.append(";sprop-parameter-sets=").append(programme.sets().sprop());
        }
        s.append("\r\na=control:track1\r\n");
        programme.sound().ifPresent(sound -> sound(s, sound));
        return s.toString();
    }

    private static void sound(StringBuilder s, ClipFormat.Sound sound) {
        int type = soundType(sound);
        s.append("m=audio 0 RTP/AVP ")
                .append(type)
                .append("\r\na=rtpmap:")
                .append(type)
                .append(' ');
        String name = sound.codec() == ClipFormat.Codec.AAC
                ? "mpeg4-generic"
                : sound.codec().name();
        s.append(name).append('/').append(sound.sampleRate());
        // the number of channels may be left out for one (RFC 4566 section 6), but AAC wants it (RFC 3640 4.1)
        boolean channels = sound.codec() == ClipFormat.Codec.AAC || sound.channels() > 1;
        s.append(channels ? "/" + sound.channels() : "").append("\r\n");
        config(sound)
                .ifPresent(c -> s.append("a=fmtp:")
                        .append(type)
                        .append(
                                " streamtype=5;profile-level-id=1;mode=AAC-hbr;sizelength=13;indexlength=3;indexdeltalength=3;config=")
                        .append(c)
                        .append("\r\n"));
        s.append("a=control:track2\r\n");
    }

    private static Optional<String> config(ClipFormat.Sound sound) {
        return sound.codec() == ClipFormat.Codec.AAC
                ? Optional.of(HexFormat.of().formatHex(sound.config()))
                : Optional.empty();
    }
}
