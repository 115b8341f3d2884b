package tw.nvr.habits;

import java.time.Instant;
import java.util.function.LongSupplier;

/** Everything that code in this house does not do, so that the test of the rules can see each of them fail. Never runs. */
@SuppressWarnings({"unused", "NonFinalStaticField", "ThreadSleepMillis", "SystemOut"})
public final class BadHabitsImpl {
    static int changing;

    private BadHabitsImpl() {}

    @SuppressWarnings({"StringCaseLocaleUsage", "ThreadJoinLoop"})
    static Object all(String word) throws Exception {
        changing++;
        LongSupplier clock = System::nanoTime;
        System.out.println(Instant.now() + word.toLowerCase() + clock.getAsLong());
        Thread.sleep(java.time.Duration.ofMillis(1).toMillis());
        new Thread(() -> {}).start();
        return new ProcessBuilder(word).start();
    }
}
