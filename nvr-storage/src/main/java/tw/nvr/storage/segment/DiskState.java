package tw.nvr.storage.segment;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import tw.nvr.core.footage.GapCause;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;
import tw.nvr.core.time.ClockReading;
import tw.nvr.core.time.Ticker;
import tw.nvr.storage.FootageSettings;
import tw.nvr.storage.index.IndexThread;

/** What the disk thread's cameras share: the tools of their work and what they found out about the disk. Written by that
 * thread; {@link #problem}, {@link #lastWrite} and {@link #isDirect} may be read by anybody. */
final class DiskState implements DiskContext {
    private final FootageSettings settings;
    private final InstantSource wall;
    private final ClockReading.Source readings;
    private final Ticker ticker;
    private final DiskFiles disk;
    private final LiveFootage live;
    private final VolumeGate gate;
    private final DiskQueue queue;
    private boolean stateChanged;
    private boolean orphaned;
    private volatile Optional<Instant> lastWrite = Optional.empty();
    private volatile Optional<Problem> problem = Optional.empty();
    private volatile boolean direct;
    private final byte[] hashPiece = new byte[32 * 1024];

    DiskState(
            FootageSettings settings,
            InstantSource wall,
            ClockReading.Source readings,
            Ticker ticker,
            DiskFiles disk,
            LiveFootage live,
            VolumeGate gate,
            DiskQueue queue) {
        this.settings = settings;
        this.wall = wall;
        this.readings = readings;
        this.ticker = ticker;
        this.disk = disk;
        this.live = live;
        this.gate = gate;
        this.queue = queue;
    }

    Optional<Instant> lastWrite() {
        return lastWrite;
    }

    Optional<Problem> problem() {
        return problem;
    }

    void problem(Problem p) {
        problem = Optional.of(p);
    }

    /** All is well again. */
    void well() {
        problem = Optional.empty();
    }

    boolean isDirect() {
        return direct;
    }

    /** Whether something that must outlive the process has changed since {@link #saved}. */
    boolean isChanged() {
        return stateChanged;
    }

    void saved() {
        stateChanged = false;
    }

    /** Whether a failed write has left a file to recovery. */
    boolean hasOrphans() {
        return orphaned;
    }

    void orphansEnded() {
        orphaned = false;
    }

    @Override
    public FootageSettings settings() {
        return settings;
    }

    @Override
    public DiskFiles disk() {
        return disk;
    }

    @Override
    public Path root() {
        return settings.root();
    }

    @Override
    public ClockReading.Source readings() {
        return readings;
    }

    @Override
    public Ticker ticker() {
        return ticker;
    }

    @Override
    public byte[] hashPiece() {
        return hashPiece;
    }

    @Override
    public LiveFootage live() {
        return live;
    }

    @Override
    public IndexThread index() {
        return gate.index();
    }

    @Override
    public GapCause refusal() {
        return queue.refusal();
    }

    @Override
    public boolean volumeIsThere() {
        return gate.isPresent();
    }

    @Override
    public boolean attached() {
        return gate.isOpen();
    }

    @Override
    public void wrote() {
        lastWrite = Optional.of(wall.instant());
        if (problem.isPresent() && queue.refusal() == null) {
            problem = Optional.empty();
        }
    }

    @Override
    public void failed(IOException e) {
        problem = Optional.of(
                Problem.of(ProblemKind.UNAVAILABLE, "disk-failing", settings.root(), String.valueOf(e.getMessage())));
    }

    @Override
    public void stateChanged() {
        stateChanged = true;
    }

    @Override
    public void orphaned() {
        orphaned = true;
    }

    @Override
    public void direct(boolean isDirect) {
        direct = isDirect;
    }
}
