package tw.nvr.daemon.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tw.nvr.core.problem.ProblemException;

class DataLockTest {
    @TempDir
    Path folder;

    @Test
    void only_one_holds_it_and_the_next_gets_it_when_it_is_given_back() {
        Path data = folder.resolve("data");
        try (DataLock first = DataLock.take(data)) {
            assertThat(first).isNotNull();
            assertThatThrownBy(() -> DataLock.take(data))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            e -> assertThat(e.problem().key()).isEqualTo("data-in-use"));
        }
        DataLock.take(data).close();
    }

    @Test
    void a_directory_that_it_makes_is_for_its_owner_alone() throws Exception {
        Path data = folder.resolve("new");
        DataLock.take(data).close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                .isEqualTo("rwx------");
    }

    @Test
    void a_path_that_is_no_directory_is_told_in_words() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> DataLock.take(file.resolve("data")))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().key()).isEqualTo("data-folder"));
    }
}
