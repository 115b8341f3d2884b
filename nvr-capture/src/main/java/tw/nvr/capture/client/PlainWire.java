package tw.nvr.capture.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** A TCP connection as it is: one system call, one copy, from the socket into the buffer that is parsed. */
final class PlainWire implements Wire {
    private final SocketChannel channel;
    private boolean dry;

    private PlainWire(SocketChannel channel) {
        this.channel = channel;
    }

    /**
     * Connects. The size of the receive buffer stays the kernel's business, which makes it grow with the stream.
     *
     * @param patience how long to wait for the connection
     */
    static PlainWire open(InetAddress host, int port, Duration patience) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            channel.socket().connect(new InetSocketAddress(host, port), (int) patience.toMillis());
            return new PlainWire(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** The camera's end of the connection. */
    InetAddress peer() {
        return channel.socket().getInetAddress();
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        channel.socket().getOutputStream().write(bytes);
    }

    @Override
    public int read(ByteBuffer into, int millis) throws IOException {
        Socket socket = channel.socket();
        socket.setSoTimeout(millis);
        int at = into.arrayOffset() + into.position();
        int n = socket.getInputStream().read(into.array(), at, into.remaining());
        if (n > 0) {
            into.position(into.position() + n);
        }
        return n;
    }

    @Override
    public void stopWaiting() throws IOException {
        channel.configureBlocking(false);
    }

    @Override
    public int receive(ByteBuffer into) throws IOException {
        int n = channel.read(into);
        dry = into.hasRemaining();
        return n;
    }

    /** {@inheritDoc} A reading that does not fill the buffer has emptied the socket. */
    @Override
    public boolean dry() {
        return dry;
    }

    @Override
    public void send(ByteBuffer from) throws IOException {
        channel.write(from);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
