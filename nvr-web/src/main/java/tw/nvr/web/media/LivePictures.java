package tw.nvr.web.media;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.footage.FootageLibrary;
import tw.nvr.core.footage.Segment;
import tw.nvr.core.footage.SegmentContent;
import tw.nvr.core.footage.SegmentState;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;
import tw.nvr.core.time.TimeRange;
import tw.nvr.core.viewing.Look;
import tw.nvr.core.viewing.LookId;
import tw.nvr.web.http.Ask;

/**
 * Live view: {@code /looks/<look>/live/<camera>}, an endless fragmented MP4 for Media Source Extensions. The header
 * {@code X-NVR-Codecs} tells its codecs (RFC 6381). Thread-safe; closing ends all streams.
 */
final class LivePictures implements AutoCloseable {
    /** Each holds a buffer of 128 KiB. */
    private static final int MOST_STREAMS = 48;

    private static final int BUFFER_BYTES = 128 * 1024;

    /** A segment whose last fragment is older is no longer live, though it may still be open. */
    private static final Duration RECENT = Duration.ofSeconds(60);

    private static final Logger LOG = LoggerFactory.getLogger(LivePictures.class);

    private final FootageLibrary footage;
    private final Permits permits;
    private final InstantSource clock;
    private final Set<LiveStream> streams = ConcurrentHashMap.newKeySet();

    LivePictures(FootageLibrary footage, Permits permits, InstantSource clock) {
        this.footage = footage;
        this.permits = permits;
        this.clock = clock;
    }

    void stream(Ask ask, Request request, Response response, Callback callback) {
        LookId look = permits.look(ask.parameter("look").orElseThrow());
        CameraId camera = Permits.camera(ask.parameter("camera").orElseThrow());
        permits.looks().use(look, Look.Kind.LIVE, camera);
        if (streams.size() >= MOST_STREAMS) {
            throw Problem.of(ProblemKind.UNAVAILABLE, "console-busy").exception();
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "video/mp4");
        if (request.getMethod().equals("HEAD")) {
            response.getHeaders().put("X-NVR-Codecs", newest(camera).format().codecString());
            response.write(true, null, callback);
            return;
        }
        Opening opening = new Opening();
        RetainableByteBuffer buffer =
                request.getComponents().getByteBufferPool().acquire(BUFFER_BYTES, true);
        LiveStream stream = new LiveStream(
                footage,
                () -> permits.looks().use(look, Look.Kind.LIVE, camera),
                request.getComponents().getExecutor(),
                response,
                callback,
                opening::end,
                buffer);
        opening.stream = stream;
        // Listening comes first: a fragment written meanwhile is heard of twice rather than never.
        opening.listening = footage.onFragment(camera, stream);
        try {
            SegmentContent content = footage.open(newest(camera).id());
            response.setStatus(200);
            response.getHeaders().put("X-NVR-Codecs", content.segment().format().codecString());
            streams.add(stream);
            request.addFailureListener(stream::abort);
            stream.start(content);
        } catch (RuntimeException e) {
            opening.end();
            buffer.release();
            throw e;
        }
    }

    /** The segment that is being written. */
    private Segment newest(CameraId camera) {
        Instant now = clock.instant();
        return footage.segments(camera, new TimeRange(now.minus(RECENT), now.plus(RECENT))).stream()
                .filter(s -> s.state() == SegmentState.OPEN)
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> Problem.of(ProblemKind.UNAVAILABLE, "live-not-there", camera)
                        .exception());
    }

    /** How many are being watched. */
    int watched() {
        return streams.size();
    }

    @Override
    public void close() {
        streams.forEach(LiveStream::end);
    }

    /** What must be undone when a stream is over. */
    private final class Opening {
        private LiveStream stream;
        private AutoCloseable listening;

        void end() {
            streams.remove(stream);
            try {
                listening.close();
            } catch (Exception e) {
                LOG.warn("a live stream's listener could not be taken off", e);
            }
        }
    }
}
