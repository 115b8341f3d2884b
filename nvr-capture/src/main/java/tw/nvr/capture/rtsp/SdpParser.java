package tw.nvr.capture.rtsp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads a session description line by line (RFC 4566 5). Used once, by one thread. */
final class SdpParser {
    private static final int MAX_LINES = 2000;
    private static final int MAX_MEDIA = 32;
    private static final int MAX_TYPES = 64;
    private static final int MAX_PARAMETERS = 64;

    private final List<SdpMedia> media = new ArrayList<>();
    private Optional<String> sessionControl = Optional.empty();
    private Section section;

    /** A media section that is being read. */
    private static final class Section {
        private final String kind;
        private final String protocol;
        private final List<Integer> types = new ArrayList<>();
        private final Map<Integer, RtpMap> maps = new LinkedHashMap<>();
        private final Map<Integer, Map<String, String>> formats = new LinkedHashMap<>();
        private Optional<String> control = Optional.empty();
        private String direction = "";

        Section(String kind, String protocol) {
            this.kind = kind;
            this.protocol = protocol;
        }

        void addType(int type) {
            if (type >= 0 && type <= 127 && !types.contains(type) && types.size() < MAX_TYPES) {
                types.add(type);
            }
        }

        SdpMedia finished() {
            for (int type : types) {
                RtpMap.ofStatic(type).ifPresent(m -> maps.putIfAbsent(type, m));
                Map<String, String> format = formats.getOrDefault(type, Map.of());
                boolean looksLikeH264 =
                        format.containsKey("sprop-parameter-sets") || format.containsKey("packetization-mode");
                boolean looksLikeH265 = format.containsKey("sprop-vps") || format.containsKey("sprop-sps");
                if (kind.equals("video") && (looksLikeH264 || looksLikeH265)) {
                    String encoding = looksLikeH264 ? "H264" : "H265";
                    maps.putIfAbsent(type, new RtpMap(encoding, RtpMap.VIDEO_CLOCK, 1)); // the rtpmap was forgotten
                }
            }
            return new SdpMedia(kind, protocol, types, maps, formats, control, direction);
        }
    }

    Sdp parse(byte[] body) {
        String text = new String(body, 0, Math.min(body.length, Sdp.MAX_BYTES), StandardCharsets.UTF_8);
        String[] lines = text.split("\r\n|\n|\r", MAX_LINES + 1);
        for (int i = 0; i < Math.min(lines.length, MAX_LINES); i++) {
            String line = lines[i].strip();
            if (line.length() > 2 && line.charAt(1) == '=') {
                line(line.charAt(0), line.substring(2).strip());
            }
        }
        finishSection();
        return new Sdp(sessionControl, media);
    }

    private void line(char type, String value) {
        if (type == 'm') {
            finishSection();
            section = section(value);
        } else if (type == 'a') {
            attribute(value);
        }
    }

    private void finishSection() {
        if (section != null && media.size() < MAX_MEDIA) {
            media.add(section.finished());
        }
        section = null;
    }

    private static Section section(String value) {
        String[] parts = value.split("\\s+", MAX_TYPES);
        String protocol = parts.length > 2 ? parts[2].toUpperCase(Locale.ROOT) : "";
        Section s = new Section(parts[0].toLowerCase(Locale.ROOT), protocol);
        for (int i = 3; i < parts.length; i++) {
            if (!parts[i].isEmpty() && parts[i].chars().allMatch(c -> c >= '0' && c <= '9')) {
                s.addType(RtpMap.number(parts[i]));
            }
        }
        return s;
    }

    private void attribute(String value) {
        int colon = value.indexOf(':');
        String name = (colon < 0 ? value : value.substring(0, colon)).strip().toLowerCase(Locale.ROOT);
        String rest = colon < 0 ? "" : value.substring(colon + 1).strip();
        if (section == null) {
            if (name.equals("control") && !rest.isEmpty()) {
                sessionControl = sessionControl.or(() -> Optional.of(rest));
            }
            return;
        }
        switch (name) {
            case "control" -> section.control = rest.isEmpty() ? section.control : Optional.of(rest);
            case "recvonly", "sendonly", "sendrecv", "inactive" -> section.direction = name;
            case "rtpmap" -> map(rest);
            case "fmtp" -> format(rest);
            default -> {} // dozens of others that a recorder has no use for
        }
    }

    private void map(String rest) {
        int digits = digits(rest);
        if (digits > 0) {
            int type = RtpMap.number(rest);
            section.addType(type);
            RtpMap.parse(rest.substring(digits)).ifPresent(m -> section.maps.putIfAbsent(type, m));
        }
    }

    private void format(String rest) {
        int digits = digits(rest);
        if (digits == 0 || section.formats.size() >= MAX_TYPES) {
            return;
        }
        Map<String, String> parameters =
                section.formats.computeIfAbsent(RtpMap.number(rest), t -> new LinkedHashMap<>());
        for (String part : rest.substring(digits).split(";", MAX_PARAMETERS)) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                String name = part.substring(0, equals).strip().toLowerCase(Locale.ROOT);
                parameters.putIfAbsent(name, part.substring(equals + 1).strip());
            }
        }
    }

    private static int digits(String text) {
        int n = 0;
        while (n < text.length() && n < 3 && text.charAt(n) >= '0' && text.charAt(n) <= '9') {
            n++;
        }
        return n;
    }
}
