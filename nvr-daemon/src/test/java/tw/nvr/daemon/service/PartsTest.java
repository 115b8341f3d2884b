package tw.nvr.daemon.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PartsTest {
    private final List<String> stopped = new CopyOnWriteArrayList<>();

    @Test
    void the_last_started_is_stopped_first_and_only_once() {
        Parts parts = new Parts(System::nanoTime, Duration.ofSeconds(5));
        parts.add("records", () -> stopped.add("records"));
        parts.add("capture", () -> stopped.add("capture"));
        parts.close();
        parts.close();

        assertThat(stopped).containsExactly("capture", "records");
    }

    @Test
    void every_failure_is_kept_and_the_rest_is_stopped_all_the_same() {
        Parts parts = new Parts(System::nanoTime, Duration.ofSeconds(5));
        parts.add("records", () -> stopped.add("records"));
        parts.add("footage", () -> {
            throw new IOException("disk");
        });
        parts.add("capture", () -> {
            throw new IllegalStateException("socket");
        });

        IllegalStateException e = catchThrowableOfType(IllegalStateException.class, parts::close);

        assertThat(e.getSuppressed()).extracting(Throwable::getMessage).containsExactly("socket", "disk");
        assertThat(stopped).containsExactly("records");
    }

    @Test
    void a_part_that_hangs_is_left_behind_when_the_budget_is_used_up() {
        CountDownLatch never = new CountDownLatch(1);
        Parts parts = new Parts(System::nanoTime, Duration.ofMillis(200));
        parts.add("records", () -> stopped.add("records"));
        parts.add("hanging", never::await);

        IllegalStateException e = catchThrowableOfType(IllegalStateException.class, parts::close);

        assertThat(e.getSuppressed()[0]).hasMessageContaining("hanging");
        assertThat(stopped).containsExactly("records");
        never.countDown();
    }
}
