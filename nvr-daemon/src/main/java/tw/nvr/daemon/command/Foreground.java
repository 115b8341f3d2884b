package tw.nvr.daemon.command;

import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a command in the foreground until the process is told to stop (Ctrl-C, SIGTERM), and stops what it runs before the
 * process ends. The JVM then ends with 130 or 143, as a shell expects of a process that a signal ended.
 */
final class Foreground {
    private static final Logger LOG = LoggerFactory.getLogger(Foreground.class);

    private Foreground() {}

    /** Waits for a signal; does not return unless interrupted. */
    static void until(AutoCloseable running, Runnable farewell) throws InterruptedException {
        Thread hook = new Thread(
                () -> {
                    farewell.run();
                    close(running);
                },
                "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        new CountDownLatch(1).await();
    }

    private static void close(AutoCloseable running) {
        try {
            running.close();
        } catch (Exception e) {
            LOG.error("not everything stopped cleanly", e);
        }
    }
}
