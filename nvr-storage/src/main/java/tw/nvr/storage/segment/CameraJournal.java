package tw.nvr.storage.segment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tw.nvr.core.camera.CameraId;
import tw.nvr.storage.journal.JournalFile;
import tw.nvr.storage.volume.Volume;

/**
 * The journal lines of one camera on their way to the disk, in order: what the disk refuses now is tried again with the
 * next tick. Owned by the disk thread.
 */
final class CameraJournal {
    private static final Logger LOG = LoggerFactory.getLogger(CameraJournal.class);
    private static final int MOST_WAITING = 10_000;

    private final CameraId camera;
    private final DiskContext context;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private JournalFile open;
    private String openDay = "";
    private String lastRefusal = "";

    /** A line that is not on disk yet, and what follows when it is. */
    private record Waiting(String day, Map<String, Object> fields, Runnable written) {}

    CameraJournal(CameraId camera, DiskContext context) {
        this.camera = camera;
        this.context = context;
    }

    /** Lines up a line for a day's journal and writes it at once if the disk lets it. */
    void append(String day, Map<String, Object> fields, Runnable written) {
        if (waiting.size() >= MOST_WAITING) {
            LOG.error("{}: {} journal lines wait for the disk; one is given up: {}", camera, waiting.size(), fields);
            return;
        }
        waiting.add(new Waiting(day, fields, written));
        flush();
    }

    /** Writes the lines that wait, as far as the disk lets it. */
    void flush() {
        while (!waiting.isEmpty() && context.attached()) {
            Waiting next = waiting.peek();
            try {
                of(next.day()).append(next.fields());
            } catch (IOException e) {
                refused(next.day(), e);
                return;
            }
            lastRefusal = "";
            waiting.remove();
            next.written().run();
        }
    }

    private void refused(String day, IOException e) {
        if (!lastRefusal.equals(e.toString())) {
            LOG.error("{}: the journal of {} takes no line: {}", camera, day, e.toString());
        }
        lastRefusal = e.toString();
        context.failed(e);
        forget();
    }

    private JournalFile of(String day) throws IOException {
        if (open == null || !openDay.equals(day)) {
            Path directory = context.root()
                    .resolve(Volume.FOOTAGE)
                    .resolve(camera.value())
                    .resolve(day);
            context.disk().makeDirectory(directory.getParent());
            context.disk().makeDirectory(directory);
            open = JournalFile.open(directory);
            openDay = day;
        }
        return open;
    }

    /** Whether a line of that day or an earlier one waits. */
    boolean isBusyWith(String day) {
        return waiting.stream().anyMatch(w -> w.day().compareTo(day) <= 0);
    }

    /** Whether a line that tells of that file waits. */
    boolean isWaitingFor(String file) {
        return waiting.stream().anyMatch(w -> file.equals(w.fields().get("file")));
    }

    /** Somebody else has written to the journal, or the disk is gone: it must be read again. */
    void forget() {
        open = null;
    }
}
