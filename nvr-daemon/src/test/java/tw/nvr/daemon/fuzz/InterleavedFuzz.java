package tw.nvr.daemon.fuzz;

import java.nio.ByteBuffer;
import tw.nvr.capture.rtp.FramePlausibility;
import tw.nvr.capture.rtp.Interleaved;
import tw.nvr.capture.rtsp.RtspMessage;
import tw.nvr.capture.source.SourceException;

/** Interleaved frames with anything between them, however it is cut into readings. */
public final class InterleavedFuzz {
    private static final int CLEAN_FRAMES = 100;
    private static final int CLEAN_BYTES = 1000;
    private static final byte[] CLEAN = clean();

    private InterleavedFuzz() {}

    /** One byte says how large a reading is; behind the input comes a stream that is well, which must be heard again. */
    public static void fuzzerTestOneInput(byte[] input) {
        Bites bites = new Bites(input);
        int step = 1 + bites.one() * 7;
        byte[] bytes = bites.rest();
        Heard heard = new Heard();
        Interleaved interleaved =
                new Interleaved(new FramePlausibility().track(0, 1, 96).track(2, 3, 97));
        ByteBuffer shared = ByteBuffer.allocate(Interleaved.LEAST_BUFFER);
        try {
            feed(interleaved, shared, bytes, step, heard);
            Claim.that(heard.bytes + interleaved.skippedBytes() <= bytes.length, "no byte is told of twice");
            heard.clean = 0;
            feed(interleaved, shared, CLEAN, 20_000, heard);
            Claim.that(heard.clean > 0, "a stream that is well is heard again");
        } catch (SourceException e) {
            throw new AssertionError("given up after " + bytes.length + " bytes", e);
        }
    }

    private static void feed(Interleaved interleaved, ByteBuffer shared, byte[] bytes, int step, Heard heard)
            throws SourceException {
        for (int at = 0; at < bytes.length; at += step) {
            interleaved.begin(shared);
            int n = Math.min(step, bytes.length - at);
            Claim.that(shared.remaining() >= n, "room to read into");
            shared.put(bytes, at, n);
            interleaved.parse(shared, heard);
        }
    }

    /** Frames with the sequence number in them; the payload holds bytes that look like frames. */
    private static byte[] clean() {
        ByteBuffer out = ByteBuffer.allocate(CLEAN_FRAMES * (CLEAN_BYTES + 4));
        for (int i = 0; i < CLEAN_FRAMES; i++) {
            out.put((byte) '$').put((byte) 0).putShort((short) CLEAN_BYTES);
            out.put((byte) 0x80)
                    .put((byte) 96)
                    .putShort((short) i)
                    .putInt(i * 3600)
                    .putInt(Heard.CLEAN_SOURCE);
            while (out.position() % (CLEAN_BYTES + 4) != 0) {
                out.put((byte) (out.position() * 31 >> 3));
            }
        }
        return out.array();
    }

    /** Checks every frame and message, and knows the clean ones. */
    private static final class Heard implements Interleaved.Receiver {
        static final int CLEAN_SOURCE = 0x600dcafe;

        private long bytes;
        private int clean;

        @Override
        public void frame(int channel, ByteBuffer buf, int offset, int length) {
            Claim.that(channel >= 0 && channel <= 3, "only channels that were set up");
            Claim.that(offset >= 4 && offset + length <= buf.position(), "a frame inside what was read");
            bytes += 4L + length;
            boolean ours = length == CLEAN_BYTES && buf.getInt(offset + 8) == CLEAN_SOURCE;
            clean += ours ? 1 : 0;
        }

        @Override
        public void message(RtspMessage message) {
            bytes += message.body().length;
        }
    }
}
