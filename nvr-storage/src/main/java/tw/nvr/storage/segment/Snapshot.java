package tw.nvr.storage.segment;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.footage.Segment;
import tw.nvr.core.footage.SegmentState;
import tw.nvr.core.time.TimeRange;
import tw.nvr.storage.mp4.Mp4File;
import tw.nvr.storage.mp4.StoredFragment;
import tw.nvr.storage.recovery.RecorderState;
import tw.nvr.storage.volume.Volume;

/** What another process's recorder has in hand, told from the disk: open files, and gaps that last. Stateless. */
public final class Snapshot {
    private static final Logger LOG = LoggerFactory.getLogger(Snapshot.class);

    private Snapshot() {}

    /** Looks once; what cannot be read is left out and logged. */
    public static LiveFootage of(Volume volume) {
        LiveFootage live = new LiveFootage();
        try {
            RecorderState.read(volume)
                    .ifPresent(state -> state.cameras().forEach((camera, m) -> {
                        GapKeeper keeper = new GapKeeper(camera);
                        keeper.resume(
                                m.footageEnd().orElse(null),
                                m.cause().orElse(null),
                                m.since().orElse(null));
                        live.ongoing(keeper, camera);
                    }));
            for (Path camera : children(volume.footage())) {
                String name = camera.getFileName().toString();
                if (CameraId.isValid(name)) {
                    camera(volume.root(), new CameraId(name), camera, live);
                }
            }
        } catch (IOException e) {
            LOG.warn("open files of {} cannot be looked at: {}", volume.root(), e.toString());
        }
        return live;
    }

    private static void camera(Path root, CameraId camera, Path directory, LiveFootage live) throws IOException {
        List<Path> days = children(directory);
        // An open file lies in the newest day, or just after midnight still in the one before.
        for (Path day : days.subList(Math.max(0, days.size() - 2), days.size())) {
            for (Path file : children(day)) {
                String name = file.getFileName().toString();
                if (name.endsWith(SegmentName.PART)) {
                    String sealed = name.substring(0, name.length() - SegmentName.PART.length());
                    Optional<SegmentName> parsed =
                            SegmentName.parse(camera, day.getFileName().toString(), sealed);
                    if (parsed.isPresent()) {
                        open(root, parsed.get(), live);
                    }
                }
            }
        }
    }

    private static void open(Path root, SegmentName name, LiveFootage live) throws IOException {
        try (FileChannel c = FileChannel.open(root.resolve(name.partPath()), StandardOpenOption.READ)) {
            Mp4File file = Mp4File.walk(c, false);
            if (file.fragments().isEmpty() || file.format().isEmpty()) {
                return;
            }
            List<StoredFragment> all = file.fragments();
            TimeRange range = new TimeRange(
                    all.get(0).ref().start(), all.get(all.size() - 1).ref().end());
            Segment segment = new Segment(
                    name.id(),
                    name.camera(),
                    range,
                    name.run(),
                    SegmentState.OPEN,
                    Set.of(),
                    name.partPath(),
                    file.wholeLength(),
                    Optional.empty(),
                    file.format().get(),
                    file.frames());
            LiveSegment s = new LiveSegment(segment, file.initLength());
            all.forEach(f -> s.known(f.ref()));
            live.open(s);
        } catch (NoSuchFileException e) {
            LOG.debug("{} was sealed a moment ago", name.partPath());
        }
    }

    private static List<Path> children(Path directory) throws IOException {
        try (Stream<Path> in = Files.list(directory)) {
            return in.sorted().toList();
        } catch (java.nio.file.NotDirectoryException e) {
            return List.of();
        }
    }
}
