package tw.nvr.web.server;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** The headers that every answer carries, errors included. Stateless. */
final class SecurityHeaders {
    /** Nothing from outside the box, nothing in line; media comes from the box or from the page's own buffers. */
    static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
            + "media-src 'self' blob:; connect-src 'self'; font-src 'self'; worker-src 'self' blob:; form-action 'self'; "
            + "base-uri 'none'; frame-ancestors 'none'";

    private static final String PERMISSIONS = "accelerometer=(), autoplay=(self), camera=(), display-capture=(), "
            + "fullscreen=(self), geolocation=(), gyroscope=(), microphone=(), midi=(), payment=(), usb=()";

    private SecurityHeaders() {}

    /** Puts them in; an answer that may be kept replaces Cache-Control afterwards. */
    static void put(HttpFields.Mutable headers) {
        headers.put(HttpHeader.CACHE_CONTROL, "no-store");
        headers.put("Content-Security-Policy", POLICY);
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        headers.put("Permissions-Policy", PERMISSIONS);
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("X-Frame-Options", "DENY");
    }
}
