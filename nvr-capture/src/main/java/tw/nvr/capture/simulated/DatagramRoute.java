package tw.nvr.capture.simulated;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Random;

/**
 * The way of one track's packets to a client by UDP (RFC 3550 11), over a network as bad as it is told to be. Used by the
 * server's thread only.
 */
final class DatagramRoute implements AutoCloseable {
    private static final int MOST_TRIES = 64;
    private static final int SEND_BUFFER = 2 * 1024 * 1024;

    private final DatagramChannel rtp;
    private final DatagramChannel rtcp;
    private final int port;
    private final Misbehaviour misbehaviour;
    private final Random random;
    private InetSocketAddress target;
    private byte[] overtaken;

    private DatagramRoute(DatagramChannel rtp, DatagramChannel rtcp, int port, Misbehaviour misbehaviour, long seed) {
        this.rtp = rtp;
        this.rtcp = rtcp;
        this.port = port;
        this.misbehaviour = misbehaviour;
        this.random = new Random(seed);
    }

    static DatagramRoute open(InetAddress from, InetAddress to, int clientPort, Misbehaviour misbehaviour, long seed)
            throws IOException {
        for (int i = 0; i < MOST_TRIES; i++) {
            DatagramChannel one = bound(from, 0);
            int port = ((InetSocketAddress) one.getLocalAddress()).getPort();
            try {
                DatagramChannel other = bound(from, port ^ 1);
                boolean even = port % 2 == 0;
                DatagramRoute route =
                        new DatagramRoute(even ? one : other, even ? other : one, port & ~1, misbehaviour, seed);
                route.target = new InetSocketAddress(to, clientPort);
                return route;
            } catch (BindException e) {
                one.close(); // its neighbour is taken: another pair
            }
        }
        throw new BindException("no pair of free ports");
    }

    private static DatagramChannel bound(InetAddress address, int port) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER);
            channel.bind(new InetSocketAddress(address, port));
            channel.configureBlocking(false);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** The even one. */
    int port() {
        return port;
    }

    /** An RTP packet, now and then behind the one after it, or twice. */
    void media(byte[] packet) throws IOException {
        if (overtaken == null && random.nextDouble() < misbehaviour.reorderRate()) {
            overtaken = packet;
            return;
        }
        send(packet);
        if (overtaken != null) {
            send(overtaken);
            overtaken = null;
        }
        if (random.nextDouble() < misbehaviour.duplicateRate()) {
            send(packet);
        }
    }

    private void send(byte[] packet) throws IOException {
        rtp.send(ByteBuffer.wrap(packet), target);
    }

    void control(byte[] packet) throws IOException {
        rtcp.send(ByteBuffer.wrap(packet), new InetSocketAddress(target.getAddress(), target.getPort() + 1));
    }

    @Override
    public void close() throws IOException {
        try (rtp) {
            rtcp.close();
        }
    }
}
