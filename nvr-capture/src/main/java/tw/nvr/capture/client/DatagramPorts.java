package tw.nvr.capture.client;

import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import tw.nvr.capture.rtsp.UdpTransport;

/**
 * The two ports of one track that comes as datagrams: an even one for RTP and the next for RTCP (RFC 3550 11). Bound on the
 * connect thread, then the capture thread's.
 */
final class DatagramPorts implements AutoCloseable {
    /**
     * What is asked of the kernel. Sockets are read ten times a second: 4 Mbit/s are 50 kB meanwhile, a key frame 300 kB
     * more, and the kernel counts nearly two bytes for each. It grants what net.core.rmem_max allows.
     */
    static final int WANTED = 2 * 1024 * 1024;

    private static final int MOST_TRIES = 64;

    private final DatagramChannel rtp;
    private final DatagramChannel rtcp;
    private final int port;
    private final InetAddress peer;
    private InetAddress source;
    private SocketAddress rtpTarget;
    private SocketAddress rtcpTarget;

    private DatagramPorts(DatagramChannel rtp, DatagramChannel rtcp, int port, InetAddress peer) {
        this.rtp = rtp;
        this.rtcp = rtcp;
        this.port = port;
        this.peer = peer;
        this.source = peer;
    }

    /** @param peer the camera */
    static DatagramPorts bind(InetAddress peer) throws IOException {
        ProtocolFamily family =
                peer instanceof Inet6Address ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET;
        for (int i = 0; i < MOST_TRIES; i++) {
            DatagramChannel one = open(family, 0);
            int port = ((InetSocketAddress) one.getLocalAddress()).getPort();
            try {
                DatagramChannel other = open(family, port ^ 1);
                boolean even = port % 2 == 0;
                return new DatagramPorts(even ? one : other, even ? other : one, port & ~1, peer);
            } catch (BindException e) {
                one.close(); // its neighbour is taken: another pair
            }
        }
        throw new BindException("no pair of free ports");
    }

    private static DatagramChannel open(ProtocolFamily family, int port) throws IOException {
        DatagramChannel channel = DatagramChannel.open(family);
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, WANTED);
            channel.bind(new InetSocketAddress(port));
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

    /** Bytes that the kernel keeps between two readings. */
    int granted() throws IOException {
        return rtp.getOption(StandardSocketOptions.SO_RCVBUF);
    }

    /**
     * The camera has said where it sends from. Sends it a packet of nothing from either port, so that a firewall between us
     * lets its own in; once before PLAY.
     */
    void agreed(UdpTransport transport) throws IOException {
        if (transport.source().isPresent()
                && transport.source().get().matches("[0-9.]+|[0-9A-Fa-f:]+:[0-9A-Fa-f:.]*")) {
            source = InetAddress.getByName(transport.source().get()); // an address, never a name to be looked up
        }
        if (transport.rtpPort() > 0) {
            rtpTarget = new InetSocketAddress(peer, transport.rtpPort());
            rtcpTarget = new InetSocketAddress(peer, transport.rtcpPort());
            rtp.send(ByteBuffer.wrap(new byte[] {(byte) 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}), rtpTarget);
            rtcp.send(ByteBuffer.wrap(new byte[] {(byte) 0x80, (byte) 201, 0, 1, 0, 0, 0, 0}), rtcpTarget);
        }
    }

    /** The next RTP packet; null when there is none. */
    SocketAddress receive(ByteBuffer into) throws IOException {
        return rtp.receive(into);
    }

    /** The next RTCP packet; null when there is none. */
    SocketAddress receiveControl(ByteBuffer into) throws IOException {
        return rtcp.receive(into);
    }

    /** Whether the camera sends from there: from the address that it answers at, or from the one that it named. */
    boolean fromCamera(SocketAddress sender) {
        InetAddress address = ((InetSocketAddress) sender).getAddress();
        return address.equals(peer) || address.equals(source);
    }

    /** Sends an RTCP packet, if the camera said where to. */
    void sendControl(ByteBuffer packet) throws IOException {
        if (rtcpTarget != null) {
            rtcp.send(packet, rtcpTarget);
        }
    }

    @Override
    public void close() throws IOException {
        try (rtp) {
            rtcp.close();
        }
    }
}
