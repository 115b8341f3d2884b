package tw.nvr.daemon.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.io.Console;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FileReader;
import java.io.FileWriter;
import java.io.RandomAccessFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tw.nvr.core.footage.SegmentContent;

/** The house's walls: which module may know which, and what the domain may touch. */
class ModuleArrowsTest {
    private static final DescribedPredicate<JavaClass> OUTSIDE_WORLD = resideInAnyPackage(
                    "java.nio.file..",
                    "java.nio.channels..",
                    "java.sql..",
                    "java.net..",
                    "java.util.logging..",
                    "java.lang.management..")
            .or(type(File.class))
            .or(type(FileDescriptor.class))
            .or(type(FileInputStream.class))
            .or(type(FileOutputStream.class))
            .or(type(FileReader.class))
            .or(type(FileWriter.class))
            .or(type(RandomAccessFile.class))
            .or(type(Console.class))
            .or(type(Thread.class))
            .as("files, sockets, databases, logs and threads");

    @Test
    void all_five_modules_are_looked_at() {
        for (String module : Repository.MODULES) {
            assertThat(Repository.CLASSES.stream()
                            .filter(c -> c.getPackageName().startsWith("tw.nvr." + module)))
                    .as(module)
                    .isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"capture", "storage", "web"})
    void a_room_knows_itself_and_core_and_no_other_room(String room) {
        noClasses()
                .that()
                .resideInAPackage("tw.nvr." + room + "..")
                .should()
                .dependOnClassesThat(resideInAPackage("tw.nvr..")
                        .and(not(resideInAnyPackage("tw.nvr." + room + "..", "tw.nvr.core.."))))
                .check(Repository.CLASSES);
    }

    @Test
    void core_knows_the_jdk_and_itself_alone() {
        classes()
                .that()
                .resideInAPackage("tw.nvr.core..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("java..", "tw.nvr.core.."))
                .check(Repository.CLASSES);
    }

    @Test
    void core_does_no_input_or_output_keeps_no_threads_and_writes_no_log() {
        // A segment's content hands over an open file, so that its bytes go to a player without a copy: the one
        // exception.
        noClasses()
                .that()
                .resideInAPackage("tw.nvr.core..")
                .and()
                .areNotAssignableTo(SegmentContent.class)
                .should()
                .dependOnClassesThat(OUTSIDE_WORLD)
                .check(Repository.CLASSES);
    }

    @Test
    void the_packages_of_core_form_no_cycle() {
        slices().matching("tw.nvr.core.(*)..").should().beFreeOfCycles().check(Repository.CLASSES);
    }
}
