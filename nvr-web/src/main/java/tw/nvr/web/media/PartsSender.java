package tw.nvr.web.media;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;
import tw.nvr.core.footage.SegmentContent;

/**
 * Sends a head and parts of a segment's file as fast as the browser takes them, through one direct buffer of the server's
 * pool; no thread waits for a slow browser. Closes the content at the end. Used once.
 */
final class PartsSender extends IteratingCallback {
    private static final int BUFFER_BYTES = 128 * 1024;

    private final SegmentContent content;
    private final List<ByteRange> parts;
    private final Response response;
    private final Callback callback;
    private final RetainableByteBuffer pooled;
    private ByteBuffer head;
    private int part;
    private long sentOfPart;
    private boolean last;

    PartsSender(
            SegmentContent content,
            ByteBuffer head,
            List<ByteRange> parts,
            Request request,
            Response response,
            Callback callback) {
        this.content = content;
        this.head = head;
        this.parts = parts;
        this.response = response;
        this.callback = callback;
        this.pooled = request.getComponents().getByteBufferPool().acquire(BUFFER_BYTES, true);
    }

    @Override
    protected Action process() throws IOException {
        if (last) {
            return Action.SUCCEEDED;
        }
        if (head.hasRemaining()) {
            ByteBuffer now = head;
            head = ByteBuffer.allocate(0);
            last = parts.isEmpty();
            response.write(last, now, this);
            return Action.SCHEDULED;
        }
        ByteRange of = parts.get(part);
        ByteBuffer buffer = pooled.getByteBuffer().clear();
        buffer.limit((int) Math.min(buffer.capacity(), of.length() - sentOfPart));
        while (buffer.hasRemaining()) {
            if (content.channel().read(buffer, of.first() + sentOfPart + buffer.position()) < 0) {
                throw new EOFException(content.segment().path() + " ends before byte " + of.end());
            }
        }
        buffer.flip();
        sentOfPart += buffer.remaining();
        if (sentOfPart == of.length()) {
            part++;
            sentOfPart = 0;
            last = part == parts.size();
        }
        response.write(last, buffer, this);
        return Action.SCHEDULED;
    }

    @Override
    protected void onCompleteSuccess() {
        release();
        callback.succeeded();
    }

    @Override
    protected void onCompleteFailure(Throwable cause) {
        release();
        callback.failed(cause);
    }

    private void release() {
        pooled.release();
        content.close();
    }
}
