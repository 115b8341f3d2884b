package tw.nvr.storage.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tw.nvr.storage.volume.DurableFiles;

/**
 * {@code journal.jsonl} of one camera and day. Append-only: what was written is never changed, only a torn last line cut
 * off (by recovery). Used by one thread at a time.
 */
public final class JournalFile {
    /** Name of the file in the directory of the camera's day. */
    public static final String NAME = "journal.jsonl";

    private final Path file;
    private final String genesis;
    private String lastHash;

    private JournalFile(Path file, String genesis, String lastHash) {
        this.file = file;
        this.genesis = genesis;
        this.lastHash = lastHash;
    }

    /**
     * What a journal holds.
     *
     * @param lines those that are whole and fit their own hash, in order
     * @param lastHash hash of the last; the genesis when there is none
     * @param wholeBytes up to the end of the last whole line
     * @param tornBytes behind it: the rest of a line cut by a power failure; 0 usually
     * @param broken numbers from 1 of the lines that do not fit the one before, or their own hash
     */
    public record Content(
            List<JournalLine> lines, String lastHash, long wholeBytes, long tornBytes, List<Integer> broken) {
        public Content {
            lines = List.copyOf(lines);
            broken = List.copyOf(broken);
        }
    }

    /**
     * Opens the journal in that directory ({@code …/<camera>/<day>}) for appending; it need not exist yet.
     *
     * @throws IOException when the disk does not answer
     */
    public static JournalFile open(Path directory) throws IOException {
        return open(directory, read(directory));
    }

    /** Opens the journal in that directory, of which this is the present content. */
    public static JournalFile open(Path directory, Content content) {
        return new JournalFile(directory.resolve(NAME), genesisOf(directory), content.lastHash());
    }

    /** Reads the journal in that directory; a missing one is empty. */
    public static Content read(Path directory) throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(directory.resolve(NAME));
        } catch (NoSuchFileException e) {
            bytes = new byte[0];
        }
        return parse(bytes, genesisOf(directory));
    }

    private static Content parse(byte[] bytes, String genesis) {
        List<JournalLine> lines = new ArrayList<>();
        List<Integer> broken = new ArrayList<>();
        String before = genesis;
        int from = 0;
        int number = 0;
        int wholeEnd = 0;
        while (from < bytes.length) {
            int end = from;
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
            }
            var line = JournalLine.parse(new String(bytes, from, end - from, StandardCharsets.UTF_8));
            if (end == bytes.length) {
                break; // no line feed: torn. A whole line that does not fit is broken, and stays for people to see.
            }
            number++;
            if (line.isEmpty() || !line.get().prev().equals(before)) {
                broken.add(number);
            }
            if (line.isPresent()) {
                lines.add(line.get());
                before = line.get().hash();
            }
            from = end + 1;
            wholeEnd = from;
        }
        return new Content(lines, before, wholeEnd, bytes.length - wholeEnd, broken);
    }

    /**
     * Adds a line and brings it to the disk, with the file's directory entry when it is new.
     *
     * @throws IOException when that failed; the file is then cut back to what it was, and the caller may append again
     */
    public JournalLine append(Map<String, Object> fields) throws IOException {
        JournalLine line = JournalLine.after(lastHash, fields);
        boolean fresh = !Files.exists(file);
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            long before = out.size();
            try {
                ByteBuffer bytes = ByteBuffer.wrap((line.text() + "\n").getBytes(StandardCharsets.UTF_8));
                long at = before;
                while (bytes.hasRemaining()) {
                    at += out.write(bytes, at);
                }
                out.force(true);
            } catch (IOException e) {
                cutBack(out, before, e);
                throw e;
            }
        }
        if (fresh) {
            DurableFiles.syncDirectory(file.getParent());
        }
        lastHash = line.hash();
        return line;
    }

    /** Hash of the last line, or the genesis of an empty journal. */
    public String lastHash() {
        return lastHash;
    }

    public boolean isEmpty() {
        return lastHash.equals(genesis);
    }

    /**
     * Cuts a torn last line off.
     *
     * @param content what {@link #read} gave
     * @return how many bytes were cut; 0 usually
     */
    public static long cutTorn(Path directory, Content content) throws IOException {
        if (content.tornBytes() > 0) {
            try (FileChannel out = FileChannel.open(directory.resolve(NAME), StandardOpenOption.WRITE)) {
                out.truncate(content.wholeBytes());
                out.force(true);
            }
        }
        return content.tornBytes();
    }

    private static void cutBack(FileChannel out, long length, IOException first) {
        try {
            out.truncate(length);
        } catch (IOException e) {
            first.addSuppressed(e); // recovery will find a torn line
        }
    }

    private static String genesisOf(Path directory) {
        Path camera = directory.getParent().getFileName();
        return JournalLine.genesis(camera.toString(), directory.getFileName().toString());
    }
}
