package tw.nvr.capture.rtsp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;

/** A request or a response (RFC 2326 4). Immutable by convention: treat the body as read-only. */
public sealed interface RtspMessage permits RtspRequest, RtspResponse {
    RtspHeaders headers();

    byte[] body();

    /** Request line or status line, without line break. */
    String startLine();

    <T> T match(Function<RtspRequest, T> request, Function<RtspResponse, T> response);

    default Optional<String> header(String name) {
        return headers().first(name);
    }

    /** The CSeq header, or -1 when there is none: some cameras leave it out. */
    default int cseq() {
        return headers().number("CSeq");
    }

    /** The message as it goes over the wire; a body gets its Content-Length. */
    default byte[] toBytes() {
        StringBuilder head = new StringBuilder(256).append(startLine()).append("\r\n");
        headers().write(head);
        if (body().length > 0 && header("Content-Length").isEmpty()) {
            head.append("Content-Length: ").append(body().length).append("\r\n");
        }
        byte[] block = head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(block.length + body().length);
        out.writeBytes(block);
        out.writeBytes(body());
        return out.toByteArray();
    }
}
