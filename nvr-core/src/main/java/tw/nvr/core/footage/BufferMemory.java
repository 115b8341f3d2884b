package tw.nvr.core.footage;

import java.nio.ByteBuffer;

/** Where a {@link FragmentPool} has its direct memory from. Thread-safe; nothing in it waits. */
public interface BufferMemory {
    /**
     * A fresh direct buffer.
     *
     * @throws OutOfMemoryError when the machine or the JVM gives no more
     */
    ByteBuffer allocate(int bytes);

    /**
     * Gives a buffer's memory back at once; whoever touched it afterwards would bring the process down.
     *
     * @param buffer as it came from {@link #allocate}, not a slice of it
     */
    void free(ByteBuffer buffer);

    /** Leaves freeing to the garbage collector, which may take its time. */
    BufferMemory COLLECTED = new BufferMemory() {
        @Override
        public ByteBuffer allocate(int bytes) {
            return ByteBuffer.allocateDirect(bytes);
        }

        @Override
        public void free(ByteBuffer buffer) {
            // Nobody refers to it any longer; that is all there is to do.
        }
    };
}
