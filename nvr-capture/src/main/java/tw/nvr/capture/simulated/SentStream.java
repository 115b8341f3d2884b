package tw.nvr.capture.simulated;

import java.util.ArrayList;
import java.util.List;

/** What was sent to one client from PLAY to its end. Written by the server's thread, read by any. Thread-safe. */
public final class SentStream {
    private final String mount;
    private final int limit;
    private final List<SentUnit> units = new ArrayList<>();
    private long videoUnits;
    private long keyFrames;
    private long soundUnits;
    private long packets;
    private long droppedPackets;
    private long bytes;
    private boolean ended;

    SentStream(String mount, int limit) {
        this.mount = mount;
        this.limit = limit;
    }

    /** The mount point, for example {@code /1}. */
    public String mount() {
        return mount;
    }

    /** What was sent so far, in order of sending; no more than the first so many as the builder was told. */
    public synchronized List<SentUnit> units() {
        return List.copyOf(units);
    }

    /** The pictures among {@link #units}. */
    public List<SentUnit> video() {
        return units().stream().filter(SentUnit::video).toList();
    }

    public synchronized long videoUnits() {
        return videoUnits;
    }

    public synchronized long keyFrames() {
        return keyFrames;
    }

    public synchronized long soundUnits() {
        return soundUnits;
    }

    /** RTP packets, without those dropped. */
    public synchronized long packets() {
        return packets;
    }

    public synchronized long droppedPackets() {
        return droppedPackets;
    }

    /** Bytes of RTP packets. */
    public synchronized long bytes() {
        return bytes;
    }

    /** Whether the client or the server has ended it. */
    public synchronized boolean ended() {
        return ended;
    }

    synchronized void unit(SentUnit unit) {
        if (unit.video()) {
            videoUnits++;
            keyFrames += unit.key() ? 1 : 0;
        } else {
            soundUnits++;
        }
        if (units.size() < limit) {
            units.add(unit);
        }
    }

    synchronized void packet(int length) {
        packets++;
        bytes += length;
    }

    synchronized void dropped() {
        droppedPackets++;
    }

    synchronized void end() {
        ended = true;
    }
}
