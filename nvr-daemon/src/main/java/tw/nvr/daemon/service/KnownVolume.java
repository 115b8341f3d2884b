package tw.nvr.daemon.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;
import tw.nvr.storage.volume.DurableFiles;

/**
 * Which footage volume this recorder knows: its UUID in {@code volume.id} of the data directory, on the system disk, so that
 * another disk plugged in its place is noticed. Stateless.
 */
public final class KnownVolume {
    private static final String FILE = "volume.id";

    private KnownVolume() {}

    /**
     * The volume that was made or taken over; empty before the first.
     *
     * @throws tw.nvr.core.problem.ProblemException {@code known-volume} when the file makes no sense
     */
    public static Optional<UUID> read(Path data) {
        Path file = data.resolve(FILE);
        try {
            return Optional.of(UUID.fromString(Files.readString(file).strip()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            throw Problem.of(ProblemKind.DAMAGED, "known-volume", file).exception(e);
        }
    }

    /** Remembers it; on disk when this returns. */
    public static void write(Path data, UUID volume) {
        try {
            DurableFiles.replace(data.resolve(FILE), volume + "\n");
        } catch (IOException e) {
            throw Problem.of(ProblemKind.REFUSED, "data-folder", data).exception(e);
        }
    }
}
