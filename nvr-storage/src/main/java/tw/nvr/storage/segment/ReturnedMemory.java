package tw.nvr.storage.segment;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tw.nvr.core.footage.BufferMemory;

/**
 * Direct memory that goes back to the system the moment it is freed. The recorder makes so little garbage that a collector
 * would find dropped buffers only hours later; Java 17 has no public way to free one, so the JDK's own
 * {@code Unsafe.invokeCleaner} (module {@code jdk.unsupported}) does it. Where that is missing, the collector does.
 * Thread-safe.
 */
public final class ReturnedMemory implements BufferMemory {
    private static final Logger LOG = LoggerFactory.getLogger(ReturnedMemory.class);

    private final Object unsafe;
    private final Method invokeCleaner;

    private ReturnedMemory(Object unsafe, Method invokeCleaner) {
        this.unsafe = unsafe;
        this.invokeCleaner = invokeCleaner;
    }

    /** The best that this JVM offers. */
    public static BufferMemory best() {
        try {
            Class<?> type = Class.forName("sun.misc.Unsafe");
            Field instance = type.getDeclaredField("theUnsafe");
            instance.setAccessible(true);
            return new ReturnedMemory(instance.get(null), type.getMethod("invokeCleaner", ByteBuffer.class));
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.info("memory of a stalled disk is given back by the garbage collector only: {}", e.toString());
            return COLLECTED;
        }
    }

    @Override
    public ByteBuffer allocate(int bytes) {
        return ByteBuffer.allocateDirect(bytes);
    }

    @Override
    public void free(ByteBuffer buffer) {
        try {
            invokeCleaner.invoke(unsafe, buffer);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("a direct buffer cannot be freed", e);
        }
    }
}
