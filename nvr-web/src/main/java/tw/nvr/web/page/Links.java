package tw.nvr.web.page;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import tw.nvr.core.camera.CameraId;

/** Addresses of pages. Stateless. */
final class Links {
    private Links() {}

    /** The playback page of a moment; dates in addresses are ISO, whatever language the page speaks. */
    static String playback(CameraId main, List<CameraId> with, Instant at, String zoom, Dates dates) {
        StringBuilder s = new StringBuilder("/playback?camera=").append(main);
        with.forEach(c -> s.append("&with=").append(c));
        s.append("&date=").append(dates.dayOf(at)).append("&time=").append(dates.time(at));
        if (!zoom.equals("day")) {
            s.append("&zoom=").append(zoom);
        }
        return s.toString();
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
