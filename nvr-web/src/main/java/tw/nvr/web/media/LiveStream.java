package tw.nvr.web.media;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tw.nvr.core.footage.FootageLibrary;
import tw.nvr.core.footage.FragmentRef;
import tw.nvr.core.footage.Segment;
import tw.nvr.core.footage.SegmentContent;
import tw.nvr.core.footage.SegmentId;
import tw.nvr.core.problem.ProblemException;

/**
 * One viewer's live pictures: the initialisation, then every fragment of the run as soon as it is on disk; across the
 * segments of a run it simply goes on, because decoding time does. It ends with the run, with the look, or with the server.
 *
 * <p>The disk thread only puts a reference into a queue that never locks and wakes a thread of the server. A viewer who
 * falls {@value #MOST_WAITING} fragments behind loses them and goes on with the next key frame; one who takes nothing for
 * 30 s is cut off by the server's idle limit.
 */
final class LiveStream extends IteratingCallback implements FootageLibrary.LiveListener {
    static final int MOST_WAITING = 16;

    private static final Logger LOG = LoggerFactory.getLogger(LiveStream.class);

    private final Queue<Written> backlog = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final FootageLibrary footage;
    private final Runnable useLook;
    private final Executor threads;
    private final Response response;
    private final Callback callback;
    private final Runnable onEnd;
    private final RetainableByteBuffer pooled;
    private volatile boolean overflowed;
    private volatile boolean ending;
    private volatile boolean started;

    // Of whichever thread processes; IteratingCallback lets only one at a time.
    private SegmentContent content;
    private boolean needsKey;
    private boolean lastWritten;
    private long lastTicks = -1;
    private long offset;
    private long remaining;

    /** What was there at the start: offset and bytes; null when it was sent, or nothing was. */
    private long[] firstFragments;

    /**
     * @param useLook counts as a use of the look; throws a ProblemException when it has ended
     * @param onEnd told once when all is over
     */
    LiveStream(
            FootageLibrary footage,
            Runnable useLook,
            Executor threads,
            Response response,
            Callback callback,
            Runnable onEnd,
            RetainableByteBuffer buffer) {
        this.footage = footage;
        this.useLook = useLook;
        this.threads = threads;
        this.response = response;
        this.callback = callback;
        this.onEnd = onEnd;
        this.pooled = buffer;
    }

    /** Starts sending: the initialisation, then what is there from the latest key frame on. */
    void start(SegmentContent opened) {
        content = opened;
        remaining = opened.initLength();
        int from = opened.fragments().size() - 1;
        while (from >= 0 && !opened.fragments().get(from).key()) {
            from--;
        }
        needsKey = from < 0;
        if (from >= 0) {
            FragmentRef key = opened.fragments().get(from);
            FragmentRef last = opened.fragments().get(opened.fragments().size() - 1);
            lastTicks = last.decodeTicks();
            firstFragments = new long[] {key.offset(), last.offset() + last.length() - key.offset()};
        }
        started = true;
        iterate();
    }

    /** On the disk thread: waits for nothing. */
    @Override
    public void written(Segment segment, FragmentRef fragment) {
        if (waiting.get() >= MOST_WAITING) {
            overflowed = true;
        } else {
            waiting.incrementAndGet();
            backlog.add(new Written(segment.id(), segment.run(), fragment));
        }
        wake();
    }

    /** Ends the stream after the fragment that is on its way. */
    void end() {
        ending = true;
        wake();
    }

    private void wake() {
        if (!started) {
            return;
        }
        try {
            threads.execute(this::iterate);
        } catch (RejectedExecutionException e) {
            LOG.debug("the server is stopping and ends its live streams itself", e);
        }
    }

    @Override
    protected Action process() throws IOException {
        if (lastWritten) {
            return Action.SUCCEEDED;
        }
        while (remaining == 0) {
            if (firstFragments != null) {
                offset = firstFragments[0];
                remaining = firstFragments[1];
                firstFragments = null;
            } else if (ending) {
                lastWritten = true;
                response.write(true, null, this);
                return Action.SCHEDULED;
            } else if (!takeNext()) {
                return Action.IDLE;
            }
        }
        ByteBuffer buffer = pooled.getByteBuffer().clear();
        buffer.limit((int) Math.min(buffer.capacity(), remaining));
        while (buffer.hasRemaining()) {
            if (content.channel().read(buffer, offset + buffer.position()) < 0) {
                throw new EOFException(content.segment().path() + " ends within a fragment");
            }
        }
        buffer.flip();
        offset += buffer.remaining();
        remaining -= buffer.remaining();
        response.write(false, buffer, this);
        return Action.SCHEDULED;
    }

    /** Takes a fragment out of the backlog; false when there is none. */
    private boolean takeNext() {
        if (overflowed) {
            overflowed = false;
            needsKey = true;
            while (backlog.poll() != null) {
                waiting.decrementAndGet();
            }
        }
        Written next = backlog.poll();
        if (next == null) {
            return false;
        }
        waiting.decrementAndGet();
        boolean sent = next.fragment().decodeTicks() <= lastTicks
                && next.run() == content.segment().run();
        if (sent || needsKey && !next.fragment().key()) {
            return true;
        }
        try {
            useLook.run();
            if (next.run() == content.segment().run()) {
                begin(next);
            } else {
                ending = true;
            }
        } catch (ProblemException e) {
            LOG.info("a live stream ends: {}", e.getMessage());
            ending = true;
        }
        return true;
    }

    private void begin(Written next) {
        if (!next.segment().equals(content.segment().id())) {
            SegmentContent opened = footage.open(next.segment());
            content.close();
            content = opened;
        }
        needsKey = false;
        lastTicks = next.fragment().decodeTicks();
        offset = next.fragment().offset();
        remaining = next.fragment().length();
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
        onEnd.run();
        pooled.release();
        content.close();
    }

    private record Written(SegmentId segment, long run, FragmentRef fragment) {}
}
