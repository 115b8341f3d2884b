package tw.nvr.web.media;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.footage.FootageLibrary;
import tw.nvr.core.footage.SegmentContent;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;
import tw.nvr.core.time.TimeRange;
import tw.nvr.core.viewing.Look;
import tw.nvr.core.viewing.LookId;
import tw.nvr.web.http.Answer;
import tw.nvr.web.http.AnswerWriter;
import tw.nvr.web.http.Ask;
import tw.nvr.web.media.Boxes.DamagedBoxException;

/**
 * Playback of key frames alone, made on the fly, for more than four times the speed: the same times, a sixteenth of the
 * bytes or less, no sound. Thread-safe.
 */
final class KeyFrames {
    private static final int LARGEST_INIT = 256 * 1024;
    private static final int LARGEST_MOOF = 256 * 1024;
    private static final int FIRST_READ = 16 * 1024;
    private static final int MOOF = 0x6d6f6f66;
    private static final int MDAT = 0x6d646174;
    private static final long LARGEST_ENTRY = 256L * 1024 * 1024;

    private final FootageLibrary footage;
    private final FragmentTables tables;
    private final Permits permits;
    private final StoredFootage stored;
    private final InstantSource clock;

    KeyFrames(
            FootageLibrary footage, FragmentTables tables, Permits permits, StoredFootage stored, InstantSource clock) {
        this.footage = footage;
        this.tables = tables;
        this.permits = permits;
        this.stored = stored;
        this.clock = clock;
    }

    /** {@code /looks/<look>/keys/<camera>/<hour>.m3u8}. */
    Answer playlist(Ask ask) {
        LookId look = permits.look(ask.parameter("look").orElseThrow());
        CameraId camera = Permits.camera(ask.parameter("camera").orElseThrow());
        permits.looks().use(look, Look.Kind.PLAYBACK, camera);
        TimeRange hour = HourOfFootage.hour(ask.parameter("hour").orElseThrow());
        HourOfFootage recorded = HourOfFootage.read(camera, hour, footage, tables, clock.instant());
        return stored.answer(list(recorded), recorded, look, camera);
    }

    private static Playlist list(HourOfFootage recorded) {
        Playlist list = new Playlist();
        long run = -1;
        long expectedTicks = 0;
        for (FragmentTable table : recorded.tables()) {
            List<KeyStretch> stretches = KeyStretch.of(table);
            boolean named = false;
            for (int n = 0; n < stretches.size(); n++) {
                KeyStretch stretch = stretches.get(n);
                if (!recorded.lists(stretch.range(table))) {
                    continue;
                }
                long startTicks = table.decodeTicks(stretch.fragments()[0]);
                boolean anew = table.run() != run || FragmentTable.isHole(expectedTicks, startTicks);
                if (anew) {
                    list.discontinuity();
                    list.map(table.id() + "/init.mp4", 0);
                }
                if (anew || !named) {
                    list.time(table.start(stretch.fragments()[0]));
                }
                list.entry(stretch.ticks(), table.id() + "/" + n + ".m4s");
                run = table.run();
                expectedTicks = startTicks + stretch.ticks();
                named = true;
            }
        }
        return list;
    }

    /** {@code /looks/<look>/keys/<camera>/<segment>/init.mp4}. */
    void init(Ask ask, Request request, Response response, Callback callback) throws IOException {
        LookId look = permits.look(ask.parameter("look").orElseThrow());
        try (SegmentContent content = open(ask, look)) {
            permits.looks()
                    .require(look, content.segment().camera(), content.segment().range());
            ByteBuffer bytes = init(content).bytes();
            byte[] body = new byte[bytes.remaining()];
            bytes.get(body);
            AnswerWriter.write(new Answer(200, "video/mp4", Map.of(), body), request, response, callback);
        }
    }

    /** {@code /looks/<look>/keys/<camera>/<segment>/<n>.m4s}. */
    void entry(Ask ask, Request request, Response response, Callback callback) throws IOException {
        LookId look = permits.look(ask.parameter("look").orElseThrow());
        SegmentContent content = open(ask, look);
        boolean passedOn = false;
        try {
            FragmentTable table = tables.table(content);
            KeyStretch stretch = stretch(table, ask.parameter("n").orElseThrow());
            permits.looks().require(look, content.segment().camera(), stretch.range(table));
            List<KeySample> samples = samples(content, table, stretch);
            ByteBuffer head = head(samples, stretch, table, init(content).track());
            List<ByteRange> parts = samples.stream()
                    .map(s -> new ByteRange(s.offset(), s.size()))
                    .toList();
            long length = head.remaining()
                    + parts.stream().mapToLong(ByteRange::length).sum();
            response.setStatus(200);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "video/mp4");
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, length);
            if (request.getMethod().equals("HEAD")) {
                response.write(true, null, callback);
            } else {
                passedOn = true;
                new PartsSender(content, head, parts, request, response, callback).iterate();
            }
        } finally {
            if (!passedOn) {
                content.close();
            }
        }
    }

    private SegmentContent open(Ask ask, LookId look) {
        String segment = ask.parameter("segment").orElseThrow();
        if (!segment.startsWith(ask.parameter("camera").orElseThrow() + ".")) {
            throw Problem.of(ProblemKind.REFUSED, "look-unknown").exception();
        }
        return stored.open(look, segment);
    }

    private static KeyStretch stretch(FragmentTable table, String number) {
        List<KeyStretch> all = KeyStretch.of(table);
        int n = number.matches("\\d{1,6}") ? Integer.parseInt(number) : all.size();
        if (n >= all.size()) {
            throw Problem.of(ProblemKind.NOT_FOUND, "page-unknown").exception();
        }
        return all.get(n);
    }

    private static VideoInit init(SegmentContent content) throws IOException {
        try {
            if (content.initLength() > LARGEST_INIT) {
                throw new DamagedBoxException("an initialisation of " + content.initLength() + " bytes");
            }
            return VideoInit.of(read(content, 0, content.initLength()));
        } catch (DamagedBoxException e) {
            throw damaged(content, e);
        }
    }

    private static List<KeySample> samples(SegmentContent content, FragmentTable table, KeyStretch stretch)
            throws IOException {
        int track = init(content).track();
        List<KeySample> samples = new ArrayList<>();
        long bytes = 0;
        try {
            for (int fragment : stretch.fragments()) {
                KeySample sample = sample(content, track, table.offset(fragment), table.length(fragment));
                samples.add(sample);
                bytes += sample.size();
            }
            if (bytes > LARGEST_ENTRY) {
                throw new DamagedBoxException(bytes + " bytes of key frames in 20 s");
            }
            return samples;
        } catch (DamagedBoxException e) {
            throw damaged(content, e);
        }
    }

    /** A fragment begins with padding and the time it was made; the moof comes behind them. */
    private static KeySample sample(SegmentContent content, int track, long offset, int length)
            throws IOException, DamagedBoxException {
        ByteBuffer start = read(content, offset, Math.min(FIRST_READ, length));
        int at = 0;
        while (at + Boxes.HEADER <= start.limit()) {
            long size = Integer.toUnsignedLong(start.getInt(at));
            if (size < Boxes.HEADER || size > length - at) {
                throw new DamagedBoxException("a box of " + size + " bytes in a fragment of " + length);
            }
            if (start.getInt(at + 4) == MOOF) {
                if (size > LARGEST_MOOF) {
                    throw new DamagedBoxException("a moof of " + size + " bytes");
                }
                ByteBuffer moof = read(content, offset + at + Boxes.HEADER, (int) size - Boxes.HEADER);
                return KeySample.in(moof, track, offset + at, length - at);
            }
            at += (int) size;
        }
        throw new DamagedBoxException("no moof where a fragment begins");
    }

    private static ByteBuffer head(List<KeySample> samples, KeyStretch stretch, FragmentTable table, int track) {
        BoxWriter out = new BoxWriter();
        out.box("moof").fullBox("mfhd", 0, 0).u32(1).end().box("traf");
        out.fullBox("tfhd", 0, 0x020000).u32(track).end();
        out.fullBox("tfdt", 1, 0).u64(table.decodeTicks(stretch.fragments()[0])).end();
        out.fullBox("trun", 1, 0xf01).u32(samples.size());
        int dataOffset = out.position();
        out.u32(0);
        long bytes = 0;
        for (int i = 0; i < samples.size(); i++) {
            KeySample sample = samples.get(i);
            // Depends on no other picture (8.6.4.3).
            out.u32(stretch.durations()[i]).u32(sample.size()).u32(0x02000000).u32(sample.compositionOffset());
            bytes += sample.size();
        }
        out.end().end().end();
        out.patch(dataOffset, out.position() + Boxes.HEADER);
        return out.u32(bytes + Boxes.HEADER).u32(MDAT).finish();
    }

    private static ByteBuffer read(SegmentContent content, long offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (content.channel().read(buffer, offset + buffer.position()) < 0) {
                throw new EOFException(content.segment().path() + " is shorter than its table says");
            }
        }
        return buffer.flip();
    }

    private static RuntimeException damaged(SegmentContent content, DamagedBoxException cause) {
        return Problem.of(
                        ProblemKind.DAMAGED,
                        "footage-damaged",
                        content.segment().path())
                .exception(cause);
    }
}
