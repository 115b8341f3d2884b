package tw.nvr.storage.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tw.nvr.core.footage.Fragment;
import tw.nvr.storage.segment.DiskFiles;
import tw.nvr.storage.segment.SystemDisk;

/** What a file system without room does with one write: it takes part of it (a short write), and then nothing. */
class FullDiskTest {
    private static final int BLOCK = 512 * 1024;

    @TempDir
    Path folder;

    private static ByteBuffer block(long seed) {
        ByteBuffer b = ByteBuffer.allocateDirect(BLOCK + Fragment.BLOCK).alignedSlice(Fragment.BLOCK);
        byte[] bytes = new byte[BLOCK];
        new Random(seed).nextBytes(bytes);
        return b.put(bytes).flip();
    }

    @ParameterizedTest(name = "direct {0}")
    @ValueSource(booleans = {true, false})
    void a_short_write_is_an_error_and_what_was_whole_before_stays_whole(boolean direct) throws Exception {
        try (LoopDisk disk = LoopDisk.of(folder, "12M")) {
            SystemDisk files = new SystemDisk(direct);
            Path file = disk.path().resolve("segment.mp4.part");
            try (DiskFiles.OpenFile open = files.create(file)) {
                assertThat(open.isDirect()).isEqualTo(direct);
                open.write(block(1), 0);
                open.sync();
                Path ballast = disk.path().resolve("ballast");
                // Room for part of a block, neither for all of it nor for none.
                Files.write(ballast, new byte[(int) (disk.path().toFile().getUsableSpace() - BLOCK / 2)]);
                assertThatThrownBy(() -> open.write(block(2), BLOCK))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("No space left");
                open.truncate(BLOCK);
                Files.delete(ballast);
                open.write(block(3), BLOCK);
                open.sync();
            }
            byte[] expected = new byte[2 * BLOCK];
            block(1).get(expected, 0, BLOCK);
            block(3).get(expected, BLOCK, BLOCK);
            assertThat(Files.readAllBytes(file)).isEqualTo(expected);
        }
    }
}
