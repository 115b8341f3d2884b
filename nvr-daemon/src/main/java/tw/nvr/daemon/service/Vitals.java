package tw.nvr.daemon.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.time.Ticker;

/**
 * Whether the recorder's own threads are alive: the capture loop turns, the disk, index and records threads finish what
 * they are given, and no camera's pictures arrive without reaching its file. What happens outside (a silent camera, a full
 * or missing disk, a planned pause) never counts. Thread-safe.
 */
public final class Vitals {
    /** A thread that has not moved for so long is stuck. */
    public static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Ticker ticker;
    private final Map<String, LongSupplier> threads;
    private final Supplier<List<CameraId>> starving;

    /**
     * Watches these.
     *
     * @param threads by name, when each last moved or had nothing to do, in nanoseconds of the ticker
     * @param starving cameras whose pictures arrive and get lost inside
     */
    Vitals(Ticker ticker, Map<String, LongSupplier> threads, Supplier<List<CameraId>> starving) {
        this.ticker = ticker;
        this.threads = new LinkedHashMap<>(threads);
        this.starving = starving;
    }

    /** Names of what is stuck; empty while all is well. */
    public List<String> stuck() {
        long now = ticker.nanos();
        List<String> out = new ArrayList<>();
        threads.forEach((name, last) -> {
            if (now - last.getAsLong() > PATIENCE.toNanos()) {
                out.add(name);
            }
        });
        starving.get().forEach(camera -> out.add("camera " + camera));
        return out;
    }
}
