package tw.nvr.capture.client;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * The way to a camera's host, kept from one attempt to the next: the address that its name had last, the look-up that still
 * hangs, and how often nobody answered. Thread-safe.
 *
 * <p>Looking up a name cannot be interrupted and takes as long as the system's resolver likes. It is done on a daemon thread
 * of its own, at most one per camera, which is waited for five seconds; afterwards, and when no name server answers at all,
 * the address that the name had last serves: cameras rarely move, and name servers fail.
 */
public final class HostMemory {
    static final Duration LOOK_UP = Duration.ofSeconds(5);

    /** Long enough for a second SYN, after one second; so that dead cameras do not keep those that live waiting. */
    private static final Duration CONNECT = Duration.ofMillis(1_500);

    /** Now and then, for whoever is really far away. */
    private static final Duration PATIENT = Duration.ofSeconds(5);

    private static final int NOW_AND_THEN = 5;
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|.*:.*");

    /** What asks the system for the address of a name. */
    @FunctionalInterface
    interface Resolver {
        InetAddress resolve(String host) throws UnknownHostException;
    }

    private final Resolver resolver;
    private FutureTask<InetAddress> pending;
    private InetAddress last;
    private int unanswered;

    public HostMemory() {
        this(InetAddress::getByName);
    }

    HostMemory(Resolver resolver) {
        this.resolver = resolver;
    }

    /**
     * The host's address.
     *
     * @param host a name or an address
     * @param longest how long to wait for a look-up
     * @throws UnknownHostException when the name has none, or nobody says so in time, and it never had one
     */
    InetAddress find(String host, Duration longest) throws IOException {
        if (ADDRESS.matcher(host).matches()) {
            return resolver.resolve(host);
        }
        FutureTask<InetAddress> task = lookUp(host);
        try {
            InetAddress found = task.get(longest.toMillis(), TimeUnit.MILLISECONDS);
            over(task, found);
            return found;
        } catch (TimeoutException e) {
            return lastOr(
                    host + ": no name server answers"); // the look-up goes on; the next attempt waits for it again
        } catch (ExecutionException e) {
            over(task, null);
            return lastOr(String.valueOf(e.getCause().getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while " + host + " was looked up");
        }
    }

    private synchronized FutureTask<InetAddress> lookUp(String host) {
        if (pending == null) {
            pending = new FutureTask<>(() -> resolver.resolve(host));
            Thread thread = new Thread(pending, "lookup-" + host);
            thread.setDaemon(true);
            thread.start();
        }
        return pending;
    }

    private synchronized void over(FutureTask<InetAddress> task, InetAddress found) {
        if (pending == task) {
            pending = null;
        }
        if (found != null) {
            last = found;
        }
    }

    private synchronized InetAddress lastOr(String why) throws UnknownHostException {
        if (last == null) {
            throw new UnknownHostException(why);
        }
        return last;
    }

    /** How long to wait for a connection. */
    synchronized Duration patience() {
        return unanswered % NOW_AND_THEN == NOW_AND_THEN - 1 ? PATIENT : CONNECT;
    }

    /** Nobody answered. */
    synchronized void silent() {
        unanswered++;
    }

    /** Somebody answered, whatever it was. */
    synchronized void answered() {
        unanswered = 0;
    }
}
