package tw.nvr.web.media;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * Writes one HLS media playlist (RFC 8216 section 4, version 7). Not thread-safe; one per answer.
 */
final class Playlist {
    /** Entries last 4 s and the rest of a group of pictures; longer ones raise it (4.3.3.1). */
    private static final long LEAST_TARGET_SECONDS = 6;

    private final StringBuilder body = new StringBuilder(16 * 1024);
    private double longestSeconds;
    private int entries;

    /** Says that what follows does not continue what came before. */
    void discontinuity() {
        if (entries > 0) {
            body.append("#EXT-X-DISCONTINUITY\n");
        }
    }

    /** Says where the initialisation of what follows is; the length is left out when the address is all of it. */
    void map(String uri, int length) {
        body.append("#EXT-X-MAP:URI=\"").append(uri).append('"');
        if (length > 0) {
            body.append(",BYTERANGE=\"").append(length).append("@0\"");
        }
        body.append('\n');
    }

    /** Says when the next entry was recorded. */
    void time(Instant at) {
        body.append("#EXT-X-PROGRAM-DATE-TIME:");
        String text = at.truncatedTo(ChronoUnit.MILLIS).toString();
        body.append(
                at.truncatedTo(ChronoUnit.SECONDS).equals(at.truncatedTo(ChronoUnit.MILLIS))
                        ? text.replace("Z", ".000Z")
                        : text);
        body.append('\n');
    }

    /** An entry that is a part of a file. */
    void entry(long ticks, String uri, long offset, long length) {
        duration(ticks);
        body.append("#EXT-X-BYTERANGE:")
                .append(length)
                .append('@')
                .append(offset)
                .append('\n');
        body.append(uri).append('\n');
    }

    /** An entry that has an address of its own. */
    void entry(long ticks, String uri) {
        duration(ticks);
        body.append(uri).append('\n');
    }

    private void duration(long ticks) {
        double seconds = ticks / 90_000.0;
        longestSeconds = Math.max(longestSeconds, seconds);
        body.append(String.format(Locale.ROOT, "#EXTINF:%.5f,%n", seconds).replace("\r", ""));
        entries++;
    }

    boolean isEmpty() {
        return entries == 0;
    }

    /** The whole text. */
    String text(boolean complete) {
        long target = Math.max(LEAST_TARGET_SECONDS, Math.round(longestSeconds));
        return "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:" + target
                + "\n#EXT-X-PLAYLIST-TYPE:" + (complete ? "VOD" : "EVENT")
                + "\n#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-INDEPENDENT-SEGMENTS\n" + body
                + (complete ? "#EXT-X-ENDLIST\n" : "");
    }
}
