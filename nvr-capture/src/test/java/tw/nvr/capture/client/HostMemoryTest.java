package tw.nvr.capture.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class HostMemoryTest {
    private static final Duration SOON = Duration.ofMillis(100);

    private final AtomicInteger lookUps = new AtomicInteger();
    private final CountDownLatch answer = new CountDownLatch(1);
    private volatile boolean hangs;
    private volatile boolean unknown;
    private final HostMemory memory = new HostMemory(this::resolve);

    private InetAddress resolve(String host) throws UnknownHostException {
        lookUps.incrementAndGet();
        if (hangs) {
            try {
                answer.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        if (unknown) {
            throw new UnknownHostException(host);
        }
        return InetAddress.getByAddress(host, new byte[] {127, 0, 0, 7});
    }

    private static long lookupThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.getName().equals("lookup-gate.school"))
                .count();
    }

    @Test
    void a_look_up_that_hangs_is_waited_for_no_longer_than_allowed_and_never_asked_twice_at_a_time() throws Exception {
        hangs = true;
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> memory.find("gate.school", SOON)).isInstanceOf(UnknownHostException.class);
        }
        assertThat(lookUps.get()).isEqualTo(1);
        assertThat(lookupThreads()).isEqualTo(1);

        answer.countDown();
        assertThat(memory.find("gate.school", HostMemory.LOOK_UP).getHostAddress())
                .isEqualTo("127.0.0.7");
        assertThat(lookUps.get()).as("the answer that came late is good").isEqualTo(1);
    }

    @Test
    void a_name_that_nobody_knows_any_longer_keeps_its_last_address() throws Exception {
        memory.find("gate.school", HostMemory.LOOK_UP);
        unknown = true;
        assertThat(memory.find("gate.school", HostMemory.LOOK_UP).getHostAddress())
                .isEqualTo("127.0.0.7");
        unknown = false;
        hangs = true;
        assertThat(memory.find("gate.school", SOON).getHostAddress()).isEqualTo("127.0.0.7");
        answer.countDown();
    }

    @Test
    void a_name_that_nobody_ever_knew_is_unknown_and_asked_for_again_next_time() {
        unknown = true;
        for (int i = 1; i <= 2; i++) {
            assertThatThrownBy(() -> memory.find("gate.school", HostMemory.LOOK_UP))
                    .isInstanceOf(UnknownHostException.class);
            assertThat(lookUps.get()).isEqualTo(i);
        }
    }

    @Test
    void an_address_needs_no_thread() throws Exception {
        for (String address : new String[] {"192.168.1.20", "fe80::1"}) {
            memory.find(address, Duration.ZERO);
        }
        assertThat(lookupThreads()).isZero();
    }

    @Test
    void who_does_not_answer_is_given_a_second_and_a_half_and_now_and_then_five() {
        int patient = 0;
        for (int i = 0; i < 20; i++) {
            assertThat(memory.patience()).isBetween(Duration.ofMillis(1_500), Duration.ofSeconds(5));
            patient += memory.patience().equals(Duration.ofSeconds(5)) ? 1 : 0;
            memory.silent();
        }
        assertThat(patient).isEqualTo(4);
        memory.answered();
        assertThat(memory.patience()).isEqualTo(Duration.ofMillis(1_500));
    }
}
