package tw.nvr.daemon.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import tw.nvr.storage.mp4.Mp4File;
import tw.nvr.storage.mp4.StoredFragment;

/** Segment files that are not what the recorder wrote: read by their table and by walking. */
public final class Mp4FileFuzz {
    private static final int UUID_BOX = 0x75756964;

    private Mp4FileFuzz() {}

    /**
     * A byte of choices, then patches on a sealed file: where (two bytes), how much (one byte), what. Choices: 1 makes the
     * table's checksum fit again, 2 cuts the file at the place that the next two bytes say.
     */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        Bites bites = new Bites(input);
        byte[] file = sealed();
        int choice = bites.one();
        int length = (choice & 2) == 0 ? file.length : Math.min(file.length, bites.two());
        while (bites.more()) {
            int at = bites.two();
            byte[] patch = bites.some(bites.one());
            System.arraycopy(
                    patch, 0, file, Math.min(at, file.length), Math.max(0, Math.min(patch.length, file.length - at)));
        }
        if ((choice & 1) != 0) {
            repair(ByteBuffer.wrap(file));
        }
        read(file, length);
    }

    private static byte[] sealed() throws IOException {
        try (InputStream in = Mp4FileFuzz.class.getResourceAsStream("/fuzz/sealed.mp4")) {
            return in.readAllBytes();
        }
    }

    /** The checksum at the end of the last box of type uuid. */
    private static void repair(ByteBuffer file) {
        for (int at = file.limit() - 24; at >= 4; at--) {
            if (file.getInt(at) == UUID_BOX) {
                long end = at - 4 + (file.getInt(at - 4) & 0xffff_ffffL);
                if (end <= file.limit() && end - at > 28) {
                    CRC32C crc = new CRC32C();
                    crc.update(file.duplicate().position(at + 20).limit((int) end - 4));
                    file.putInt((int) end - 4, (int) crc.getValue());
                }
                return;
            }
        }
    }

    private static void read(byte[] file, int length) throws IOException {
        Path path = Files.createTempFile("nvr-fuzz", ".mp4");
        try (FileChannel channel = FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)) {
            channel.write(ByteBuffer.wrap(file, 0, length), 0);
            look(Mp4File.read(channel), length);
            look(Mp4File.walk(channel, false), length);
            look(Mp4File.walk(channel, true), length);
        }
    }

    private static void look(Mp4File file, long length) {
        Claim.that(file.initLength() >= 0 && file.initLength() <= length, "a head inside the file");
        Claim.that(file.wholeLength() >= 0 && file.wholeLength() <= length, "a whole part inside the file");
        Claim.that(file.note().orElse("").length() <= 1 << 20, "a note of bounded size");
        long before = file.initLength();
        for (StoredFragment f : file.fragments()) {
            Claim.that(f.ref().offset() >= before, "fragments one behind the other");
            Claim.that(f.ref().length() > 0 && f.end() <= length, "fragments inside the file");
            Claim.that(f.moofAt() >= 0 && f.moofAt() < f.ref().length(), "a head inside its fragment");
            Claim.that(f.frames() > 0 && f.ref().durationTicks() >= 0, "pictures, and no time before zero");
            before = f.end();
        }
        Claim.that(file.frames() >= 0, "a number of pictures");
    }
}
