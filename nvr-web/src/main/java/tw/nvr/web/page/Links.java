package tw.nvr.web.page;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tw.nvr.core.camera.CameraId;

/** Addresses of pages. Stateless. */
final class Links {
    private Links() {}

    /**
     * The playback page of a moment; dates in addresses are ISO, whatever language the page speaks.
     *
     * @param zoom how much of the time line to show; empty for what suits the footage
     */
    static String playback(CameraId main, List<CameraId> with, Instant at, Optional<Zoom> zoom, Dates dates) {
        StringBuilder s = new StringBuilder("/playback?camera=").append(main);
        with.forEach(c -> s.append("&with=").append(c));
        s.append("&date=").append(dates.dayOf(at)).append("&time=").append(dates.time(at));
        zoom.ifPresent(z -> s.append("&zoom=").append(z.wireName()));
        return s.toString();
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
