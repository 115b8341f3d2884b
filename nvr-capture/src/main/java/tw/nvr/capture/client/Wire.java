package tw.nvr.capture.client;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * How the bytes of an RTSP connection come and go, whatever they mean. While the camera is asked for its stream the connect
 * thread waits for them; after {@link #stopWaiting} the capture thread takes what there is.
 */
interface Wire extends AutoCloseable {
    /** Sends everything; waits until it is sent. Connect thread. */
    void write(byte[] bytes) throws IOException;

    /**
     * Waits for bytes. Connect thread.
     *
     * @param into an array-backed buffer; filled from its position on, which moves behind what came
     * @param millis how long at the most, 1 or more
     * @return how many came; -1 when the camera has ended the connection
     * @throws java.net.SocketTimeoutException when none came in time
     */
    int read(ByteBuffer into, int millis) throws IOException;

    /** From now on nothing waits any more: the connection goes to the capture thread. */
    void stopWaiting() throws IOException;

    /**
     * Takes what has arrived. Capture thread.
     *
     * @param into filled from its position on, which moves behind what came
     * @return how many bytes; 0 when there are none; -1 when the camera has ended the connection
     */
    int receive(ByteBuffer into) throws IOException;

    /** Whether the last {@link #receive} took all there was, so that another one right now would be in vain. */
    boolean dry();

    /** Sends what can be sent without waiting; the rest stays between position and limit. Capture thread. */
    void send(ByteBuffer from) throws IOException;

    @Override
    void close() throws IOException;
}
