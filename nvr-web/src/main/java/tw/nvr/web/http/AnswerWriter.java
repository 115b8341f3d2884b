package tw.nvr.web.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Writes an {@link Answer} to the connection, compressed where that pays. Stateless. */
public final class AnswerWriter {
    /** A smaller body fits into one packet anyway. */
    private static final int SMALLEST_COMPRESSED = 1024;

    private AnswerWriter() {}

    /** Writes the answer and completes the callback. Headers that are set already stay. */
    public static void write(Answer answer, Request request, Response response, Callback callback) {
        response.setStatus(answer.status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
        answer.headers().forEach(response.getHeaders()::put);
        byte[] body = answer.body();
        if (isText(answer.contentType()) && body.length >= SMALLEST_COMPRESSED) {
            response.getHeaders().put(HttpHeader.VARY, "Accept-Encoding");
            if (acceptsGzip(request)) {
                body = gzip(body);
                response.getHeaders().put(HttpHeader.CONTENT_ENCODING, "gzip");
            }
        }
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        boolean head = request.getMethod().equals("HEAD");
        response.write(true, head ? null : ByteBuffer.wrap(body), callback);
    }

    /** Whether the browser takes gzip (RFC 9110 12.5.3). */
    public static boolean acceptsGzip(Request request) {
        for (HttpField field : request.getHeaders().getFields(HttpHeader.ACCEPT_ENCODING)) {
            for (String one : field.getValue().toLowerCase(Locale.ROOT).split(",", 50)) {
                String plain = one.replace(" ", "");
                if (plain.equals("gzip") || plain.startsWith("gzip;") && !plain.matches("gzip;q=0(\\.0*)?")) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The bytes as a gzip file (RFC 1952). */
    public static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length / 4 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return out.toByteArray();
    }

    private static boolean isText(String contentType) {
        return contentType.startsWith("text/")
                || contentType.contains("json")
                || contentType.contains("mpegurl")
                || contentType.contains("svg");
    }
}
