package tw.nvr.capture.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import tw.nvr.capture.rtp.Interleaved;
import tw.nvr.capture.rtp.ReorderBuffer;
import tw.nvr.capture.rtp.RtcpReports;
import tw.nvr.capture.rtsp.UdpTransport;
import tw.nvr.capture.source.SourceException;

/**
 * Packets as they arrive by UDP (RFC 3550 11): from the camera alone, in the order of their numbers. Every track has the
 * channel numbers that it would have on the RTSP connection, so that what packets mean is the same. Opened on the connect
 * thread, then the capture thread's.
 */
final class DatagramReader implements AutoCloseable {
    /** One camera that floods us must not keep the others waiting. */
    private static final int MOST_PACKETS = 4096;

    /** With less than that between two readings a key frame may not fit: then they are made more often. */
    private static final int COMFORTABLE = 1024 * 1024;

    private static final int SSRC_AT = 8;

    private final InetAddress peer;
    private final List<Track> tracks = new ArrayList<>();
    private final ByteBuffer report = ByteBuffer.allocateDirect(2 * RtcpReports.FRAME_BYTES);
    private Interleaved.Receiver receiver;
    private long fromElsewhere;

    /** One track. */
    private final class Track implements ReorderBuffer.Receiver {
        private final int channel;
        private final DatagramPorts ports;
        private final ReorderBuffer order = new ReorderBuffer();
        private OptionalInt ssrc = OptionalInt.empty();
        private boolean ssrcHolds;

        Track(int channel, DatagramPorts ports) {
            this.channel = channel;
            this.ports = ports;
        }

        @Override
        public void packet(ByteBuffer buf, int offset, int length) throws SourceException {
            receiver.frame(channel, buf, offset, length);
        }

        /** The announced one holds as soon as it has come: cameras announce one and send another, for all their packets. */
        boolean bearsOther(ByteBuffer buf, int length) {
            if (ssrc.isEmpty() || length < SSRC_AT + 4) {
                return false;
            }
            boolean same = buf.getInt(SSRC_AT) == ssrc.getAsInt();
            ssrcHolds |= same;
            return ssrcHolds && !same;
        }
    }

    DatagramReader(InetAddress peer) {
        this.peer = peer;
    }

    /**
     * Opens the ports of a track.
     *
     * @param channel even; the track's RTCP has the next
     * @return the port that RTP is to come to
     */
    int open(int channel) throws IOException {
        DatagramPorts ports = DatagramPorts.bind(peer);
        tracks.add(new Track(channel, ports));
        return ports.port();
    }

    /** The camera has agreed to the track that was opened last. */
    void agreed(UdpTransport transport) throws IOException {
        Track track = tracks.get(tracks.size() - 1);
        track.ssrc = transport.ssrc();
        track.ports.agreed(transport);
    }

    /** Whether the kernel keeps so little that it has to be asked more often. */
    boolean hasty() throws IOException {
        for (Track track : tracks) {
            if (track.ports.granted() < COMFORTABLE) {
                return true;
            }
        }
        return false;
    }

    /**
     * Hands out what has arrived.
     *
     * @param shared overwritten
     * @return how many bytes that were
     */
    int read(Interleaved.Receiver target, ByteBuffer shared, long now) throws IOException, SourceException {
        receiver = target;
        int total = 0;
        for (int i = 0; i < tracks.size(); i++) {
            Track track = tracks.get(i);
            total += media(track, shared);
            track.order.settle(now, track);
            total += control(track, shared);
        }
        return total;
    }

    private int media(Track track, ByteBuffer shared) throws IOException, SourceException {
        int total = 0;
        for (int i = 0; i < MOST_PACKETS; i++) {
            SocketAddress sender = track.ports.receive(shared.clear());
            if (sender == null) {
                break;
            }
            int length = shared.position();
            if (!track.ports.fromCamera(sender) || track.bearsOther(shared, length)) {
                fromElsewhere++;
            } else {
                track.order.accept(shared, 0, length, track);
                total += length;
            }
        }
        return total;
    }

    private int control(Track track, ByteBuffer shared) throws IOException, SourceException {
        int total = 0;
        for (int i = 0; i < MOST_PACKETS; i++) {
            SocketAddress sender = track.ports.receiveControl(shared.clear());
            if (sender == null) {
                break;
            }
            if (track.ports.fromCamera(sender)) {
                total += shared.position();
                receiver.frame(track.channel + 1, shared, 0, shared.position());
            } else {
                fromElsewhere++;
            }
        }
        return total;
    }

    /** Sends a receiver report for every track that has begun. */
    void report(Stream stream, long now) throws IOException {
        stream.receiverReports(report.clear(), now);
        report.flip();
        while (report.remaining() > 4) {
            int channel = report.get(report.position() + 1) & 0xff;
            int end = report.position() + 4 + report.getShort(report.position() + 2);
            int whole = report.limit();
            report.limit(end).position(report.position() + 4);
            for (int i = 0; i < tracks.size(); i++) {
                if (tracks.get(i).channel + 1 == channel) {
                    tracks.get(i).ports.sendControl(report);
                }
            }
            report.limit(whole).position(end);
        }
    }

    /** The stream has ended: what waits for missing packets waits no longer. */
    void end() throws SourceException {
        for (Track track : tracks) {
            if (receiver != null) {
                track.order.release(track);
            }
        }
    }

    /** Packets that had been overtaken, and came in time. */
    long putRight() {
        return tracks.stream().mapToLong(t -> t.order.putRight()).sum();
    }

    /** Packets that did not come from the camera, or not for this track. */
    long fromElsewhere() {
        return fromElsewhere;
    }

    @Override
    public void close() throws IOException {
        IOException first = null;
        for (Track track : tracks) {
            try {
                track.ports.close();
            } catch (IOException e) {
                first = e;
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
