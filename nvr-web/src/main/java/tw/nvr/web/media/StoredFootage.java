package tw.nvr.web.media;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.footage.FootageLibrary;
import tw.nvr.core.footage.SegmentContent;
import tw.nvr.core.footage.SegmentId;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;
import tw.nvr.core.time.TimeRange;
import tw.nvr.core.viewing.Look;
import tw.nvr.core.viewing.LookId;
import tw.nvr.web.http.Answer;
import tw.nvr.web.http.Ask;

/**
 * Playback: the playlist of an hour, and the stored bytes that it lists. Thread-safe.
 */
final class StoredFootage {
    static final String PLAYLIST_TYPE = "application/vnd.apple.mpegurl";

    private final FootageLibrary footage;
    private final FragmentTables tables;
    private final Permits permits;
    private final InstantSource clock;

    StoredFootage(FootageLibrary footage, FragmentTables tables, Permits permits, InstantSource clock) {
        this.footage = footage;
        this.tables = tables;
        this.permits = permits;
        this.clock = clock;
    }

    /** {@code /looks/<look>/hls/<camera>/<hour>.m3u8}. */
    Answer playlist(Ask ask) {
        LookId look = permits.look(ask.parameter("look").orElseThrow());
        CameraId camera = Permits.camera(ask.parameter("camera").orElseThrow());
        permits.looks().use(look, Look.Kind.PLAYBACK, camera);
        TimeRange hour = HourOfFootage.hour(ask.parameter("hour").orElseThrow());
        HourOfFootage recorded = HourOfFootage.read(camera, hour, footage, tables, clock.instant());
        return answer(HlsPlaylists.of(recorded), recorded, look, camera);
    }

    /** Permits the hour, whose audit event is then on disk, and only then says what is in it. */
    Answer answer(Playlist list, HourOfFootage recorded, LookId look, CameraId camera) {
        if (list.isEmpty()) {
            throw Problem.of(ProblemKind.NOT_FOUND, "hour-empty").exception();
        }
        permits.looks().serve(look, camera, recorded.hour());
        byte[] text = list.text(recorded.complete()).getBytes(StandardCharsets.UTF_8);
        return new Answer(200, PLAYLIST_TYPE, Map.of(), text);
    }

    /** {@code /looks/<look>/media/<segment>}: bytes as they are stored, whole or in part. */
    void bytes(Ask ask, Request request, Response response, Callback callback) {
        LookId look = permits.look(ask.parameter("look").orElseThrow());
        SegmentContent content = open(look, ask.parameter("segment").orElseThrow());
        boolean passedOn = false;
        try {
            FragmentTable table = tables.table(content);
            long total = Math.max(content.segment().bytes(), table.length());
            boolean conditional = request.getHeaders().contains(HttpHeader.IF_RANGE);
            Optional<String> header = conditional
                    ? Optional.empty()
                    : Optional.ofNullable(request.getHeaders().get(HttpHeader.RANGE));
            Optional<ByteRange> asked = ByteRange.parse(header, total);
            ByteRange part = asked.orElse(new ByteRange(0, total));
            permits.require(look, content.segment(), table, part);
            response.setStatus(asked.isPresent() ? 206 : 200);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "video/mp4");
            response.getHeaders().put(HttpHeader.ACCEPT_RANGES, "bytes");
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, part.length());
            if (asked.isPresent()) {
                String range = "bytes " + part.first() + "-" + (part.end() - 1) + "/" + total;
                response.getHeaders().put(HttpHeader.CONTENT_RANGE, range);
            }
            if (request.getMethod().equals("HEAD")) {
                response.write(true, null, callback);
            } else {
                passedOn = true;
                new PartsSender(content, ByteBuffer.allocate(0), List.of(part), request, response, callback).iterate();
            }
        } finally {
            if (!passedOn) {
                content.close();
            }
        }
    }

    /** Opens a segment for a look that may see its camera. */
    SegmentContent open(LookId look, String segment) {
        if (!SegmentId.isValid(segment)) {
            throw Problem.of(ProblemKind.REFUSED, "look-unknown").exception();
        }
        CameraId camera = Permits.camera(segment.substring(0, segment.indexOf('.')));
        permits.looks().use(look, Look.Kind.PLAYBACK, camera);
        return footage.open(new SegmentId(segment));
    }
}
