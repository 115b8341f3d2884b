package tw.nvr.daemon.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TimeZone;
import java.util.Timer;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.logging.LogManager;
import org.junit.jupiter.api.Test;
import tw.nvr.habits.BadHabitsImpl;

/** What code in this house does not do, whichever room it is in. */
class HabitsTest {
    private static final String DAEMON = "tw.nvr.daemon..";

    private static final Set<String> READERS = Set.of(
            "java.lang.System.nanoTime",
            "java.lang.System.currentTimeMillis",
            "java.time.ZoneId.systemDefault",
            "java.time.Clock.systemUTC",
            "java.time.Clock.systemDefaultZone",
            "java.time.InstantSource.system",
            Locale.class.getName() + ".getDefault",
            TimeZone.class.getName() + ".getDefault");

    private static final ArchRule CLOCKS = noClasses()
            .that()
            .resideOutsideOfPackage(DAEMON)
            .should()
            .accessTargetWhere(target(
                    "a clock, the default zone or the default locale",
                    t -> READERS.contains(t.getOwner().getName() + "." + t.getName()) || isNowWithoutClock(t)));

    private static final ArchRule LANGUAGE = noClasses()
            .should()
            .accessTargetWhere(target("a method of String that uses the default locale", HabitsTest::isDefaultLocale));

    private static final ArchRule PROGRAMS = noClasses()
            .should()
            .accessTargetWhere(target(
                    "ProcessBuilder or Runtime.exec",
                    t -> t.getOwner().isEquivalentTo(ProcessBuilder.class)
                            || t.getOwner().isEquivalentTo(Runtime.class)
                                    && t.getName().equals("exec")));

    private static final ArchRule TERMINAL = noClasses()
            .that()
            .resideOutsideOfPackage(DAEMON)
            .should()
            .accessTargetWhere(target(
                    "System.out, System.err or printStackTrace",
                    t -> t.getOwner().isEquivalentTo(System.class)
                                    && Set.of("out", "err").contains(t.getName())
                            || t.getOwner().isAssignableTo(Throwable.class)
                                    && t.getName().equals("printStackTrace")));

    private static final ArchRule SLEEP = noClasses()
            .that()
            .resideOutsideOfPackage(DAEMON)
            .should()
            .accessTargetWhere(target(
                    "Thread.sleep",
                    t -> t.getOwner().isEquivalentTo(Thread.class)
                            && t.getName().equals("sleep")));

    private static final ArchRule THREADS =
            noClasses().should().accessTargetWhere(target("a thread without a name", HabitsTest::makesNamelessThread));

    /** The JDK's log manager keeps its family name, and "service manager" is what systemd calls itself. */
    private static final ArchRule NAMES = noClasses()
            .that()
            .areNotAssignableTo(LogManager.class)
            .and()
            .doNotHaveSimpleName("ServiceManager")
            .should()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveNameMatching(".*(Util|Utils|Helper|Impl)(\\$.*)?");

    private static final ArchRule STATE = fields().that()
            .areStatic()
            .and(DescribedPredicate.not(DescribedPredicate.describe(
                    "made by the compiler", f -> f.getModifiers().contains(JavaModifier.SYNTHETIC))))
            .should()
            .beFinal();

    @Test
    void nobody_but_the_composition_root_reads_a_clock_or_asks_the_machine_for_zone_or_language() {
        CLOCKS.check(Repository.CLASSES);
    }

    @Test
    void words_are_never_formatted_in_the_machines_own_language() {
        LANGUAGE.check(Repository.CLASSES);
    }

    @Test
    void no_other_program_is_started() {
        PROGRAMS.check(Repository.CLASSES);
    }

    @Test
    void only_the_command_line_writes_to_the_terminal() {
        TERMINAL.check(Repository.CLASSES);
    }

    @Test
    void nothing_sleeps() {
        SLEEP.check(Repository.CLASSES);
    }

    @Test
    void every_thread_has_a_name_of_its_own() {
        THREADS.check(Repository.CLASSES);
    }

    @Test
    void classes_are_named_for_their_job() {
        NAMES.check(Repository.CLASSES);
    }

    @Test
    void static_state_never_changes() {
        STATE.check(Repository.CLASSES);
    }

    /** A rule that cannot fail is no rule. */
    @Test
    void each_of_these_rules_catches_a_class_with_bad_habits() {
        JavaClasses bad = new ClassFileImporter().importClasses(BadHabitsImpl.class);

        for (ArchRule rule : List.of(CLOCKS, LANGUAGE, PROGRAMS, TERMINAL, SLEEP, THREADS, NAMES, STATE)) {
            assertThat(rule.evaluate(bad).hasViolation())
                    .as(rule.getDescription())
                    .isTrue();
        }
    }

    private static boolean isNowWithoutClock(AccessTarget target) {
        return target instanceof CodeUnitAccessTarget method
                && method.getOwner().getPackageName().equals("java.time")
                && method.getName().equals("now")
                && method.getRawParameterTypes().isEmpty();
    }

    private static boolean isDefaultLocale(AccessTarget target) {
        if (!(target instanceof CodeUnitAccessTarget method)
                || !method.getOwner().isEquivalentTo(String.class)) {
            return false;
        }
        boolean changesCase = Set.of("toLowerCase", "toUpperCase").contains(method.getName());
        boolean formats = Set.of("format", "formatted").contains(method.getName());
        boolean toldLocale = method.getRawParameterTypes().stream().anyMatch(p -> p.isEquivalentTo(Locale.class));
        return (changesCase || formats) && !toldLocale;
    }

    private static boolean makesNamelessThread(AccessTarget target) {
        if (!(target instanceof CodeUnitAccessTarget maker)) {
            return false;
        }
        boolean constructsThread = maker.getName().equals("<init>")
                && (maker.getOwner().isEquivalentTo(Thread.class)
                        || maker.getOwner().isEquivalentTo(Timer.class));
        if (constructsThread) {
            return maker.getRawParameterTypes().stream().noneMatch(p -> p.isEquivalentTo(String.class));
        }
        boolean makesPool = maker.getOwner().isEquivalentTo(Executors.class)
                && maker.getName().startsWith("new");
        return makesPool && maker.getRawParameterTypes().stream().noneMatch(HabitsTest::isThreadFactory);
    }

    private static boolean isThreadFactory(JavaClass type) {
        return type.isEquivalentTo(ThreadFactory.class);
    }

    private static DescribedPredicate<JavaAccess<?>> target(
            String description, java.util.function.Predicate<AccessTarget> test) {
        return DescribedPredicate.describe(description, access -> test.test(access.getTarget()));
    }
}
