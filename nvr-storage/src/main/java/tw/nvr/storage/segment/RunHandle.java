package tw.nvr.storage.segment;

import java.time.Instant;
import tw.nvr.core.footage.Fragment;
import tw.nvr.core.footage.GapCause;
import tw.nvr.core.footage.RunSink;
import tw.nvr.core.footage.StreamFormat;

/**
 * A run as the capture thread holds it. {@link #offer} and {@link #close} belong to that thread, {@link #number} to the
 * disk thread; neither waits for the other.
 */
final class RunHandle implements RunSink {
    private final DiskQueue queue;
    private final CameraDesk desk;
    private final CameraShare share;
    private final StreamFormat format;
    private boolean dropping;
    private long number;

    /** @param share the camera's, also of its other runs */
    RunHandle(DiskQueue queue, CameraDesk desk, CameraShare share, StreamFormat format) {
        this.queue = queue;
        this.desk = desk;
        this.share = share;
        this.format = format;
    }

    @Override
    public boolean offer(Fragment f) {
        if (f.isEmpty()) {
            queue.pool().release(f);
            return true;
        }
        GapCause refusal = queue.refusal();
        boolean restOfGroup = dropping && !f.startsWithKey();
        if (refusal != null || restOfGroup || !queue.admit(share, f)) {
            if (!dropping) {
                dropping = true;
                Instant at = f.start();
                GapCause cause = refusal == null ? GapCause.DISK : refusal;
                queue.put(() -> desk.books().missing(cause, at));
            }
            queue.drop(f);
            return false;
        }
        dropping = false;
        queue.put(() -> {
            try {
                desk.write(this, f);
            } finally {
                queue.done(share, f);
            }
        });
        return true;
    }

    @Override
    public void close(GapCause cause, Instant at) {
        share.over();
        queue.put(() -> desk.endRun(this, cause, at));
    }

    StreamFormat format() {
        return format;
    }

    /** Counted per camera from 1; 0 before its first fragment is written. */
    long number() {
        return number;
    }

    void number(long n) {
        number = n;
    }
}
