package tw.nvr.capture.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tw.nvr.capture.ffmpeg.Patience;
import tw.nvr.capture.rtp.Interleaved;
import tw.nvr.capture.rtsp.RtspMessage;
import tw.nvr.capture.rtsp.UdpTransport;
import tw.nvr.capture.source.SourceException;

/** Datagrams are the camera's, or nobody's. */
class DatagramReaderTest {
    private static final int ANNOUNCED = 0xcafe;
    private static final InetAddress HOST = InetAddress.getLoopbackAddress();

    private final List<Integer> sequences = new ArrayList<>();
    private final ByteBuffer shared = ByteBuffer.allocateDirect(RtspSource.SHARED_BYTES);
    private final Interleaved.Receiver receiver = new Interleaved.Receiver() {
        @Override
        public void frame(int channel, ByteBuffer buf, int offset, int length) {
            sequences.add(buf.getShort(offset + 2) & 0xffff);
        }

        @Override
        public void message(RtspMessage message) throws SourceException {
            throw new AssertionError("no datagram is a message");
        }
    };

    private static void send(int last, int port, int sequence, int ssrc) throws Exception {
        ByteBuffer packet = ByteBuffer.allocate(40)
                .putShort(0, (short) 0x8060)
                .putShort(2, (short) sequence)
                .putInt(8, ssrc);
        try (DatagramChannel channel = DatagramChannel.open()
                .bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last}), 0))) {
            channel.send(packet, new InetSocketAddress(HOST, port));
        }
    }

    @Test
    void packets_from_another_address_or_of_another_source_than_announced_are_left_and_counted() throws Exception {
        try (DatagramReader reader = new DatagramReader(HOST)) {
            int port = reader.open(0);
            assertThat(port).isEven();
            reader.agreed(UdpTransport.parse(Optional.of("RTP/AVP;unicast;ssrc=0000CAFE")));
            send(1, port, 1, ANNOUNCED);
            send(2, port, 2, ANNOUNCED);
            send(1, port, 2, 0xbad);
            send(1, port, 2, ANNOUNCED);

            Patience.until("all have come", () -> {
                reader.read(receiver, shared, System.nanoTime());
                return sequences.size() == 2 && reader.fromElsewhere() == 2;
            });
            assertThat(sequences).containsExactly(1, 2);
        }
    }

    @Test
    void a_source_that_was_announced_but_never_comes_counts_for_nothing() throws Exception {
        try (DatagramReader reader = new DatagramReader(HOST)) {
            int port = reader.open(0);
            reader.agreed(UdpTransport.parse(Optional.of("RTP/AVP/UDP;unicast;ssrc=0000CAFE;source=127.0.0.3")));
            send(1, port, 1, 0xbad);
            send(3, port, 2, 0xbad);

            Patience.until("both have come", () -> {
                reader.read(receiver, shared, System.nanoTime());
                return sequences.size() == 2;
            });
            assertThat(reader.fromElsewhere()).isZero();
        }
    }
}
