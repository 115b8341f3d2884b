package tw.nvr.web.media;

import java.nio.ByteBuffer;
import tw.nvr.web.media.Boxes.Box;
import tw.nvr.web.media.Boxes.DamagedBoxException;

/**
 * The key frame that a stored fragment begins with. Immutable.
 *
 * @param offset in the file
 * @param size bytes
 * @param compositionOffset ticks of 90 kHz from decoding to presentation
 */
record KeySample(long offset, int size, int compositionOffset) {
    private static final int DATA_OFFSET = 0x1;
    private static final int FIRST_SAMPLE_FLAGS = 0x4;
    private static final int SAMPLE_DURATION = 0x100;
    private static final int SAMPLE_SIZE = 0x200;
    private static final int SAMPLE_FLAGS = 0x400;
    private static final int SAMPLE_COMPOSITION = 0x800;
    private static final int BASE_DATA_OFFSET = 0x1;
    private static final int DESCRIPTION_INDEX = 0x2;
    private static final int DEFAULT_DURATION = 0x8;
    private static final int DEFAULT_SIZE = 0x10;

    /**
     * Finds it (ISO/IEC 14496-12 8.8.7, 8.8.8): the first sample of the video track's first run.
     *
     * @param moof the content of the fragment's moof box
     * @param start offset of the moof box in the file
     * @param length bytes from there to the end of the fragment
     */
    static KeySample in(ByteBuffer moof, int track, long start, int length) throws DamagedBoxException {
        for (Box box : Boxes.in(moof)) {
            if (box.type().equals("traf")) {
                Reader header = new Reader(Boxes.content(box.content(), "tfhd"));
                int flags = header.u32() & 0xffffff;
                if (header.u32() == track) {
                    return in(box, header, flags, start, length, moof.remaining() + Boxes.HEADER);
                }
            }
        }
        throw new DamagedBoxException("a fragment without video");
    }

    private static KeySample in(Box traf, Reader header, int flags, long start, int length, int moofBytes)
            throws DamagedBoxException {
        long base = start;
        if ((flags & BASE_DATA_OFFSET) != 0) {
            base = (long) header.u32() << 32 | Integer.toUnsignedLong(header.u32());
        }
        header.skipIf(flags, DESCRIPTION_INDEX);
        header.skipIf(flags, DEFAULT_DURATION);
        int defaultSize = (flags & DEFAULT_SIZE) != 0 ? header.u32() : 0;
        Reader run = new Reader(Boxes.content(traf.content(), "trun"));
        int runFlags = run.u32() & 0xffffff;
        if (run.u32() < 1 || (runFlags & DATA_OFFSET) == 0) {
            throw new DamagedBoxException("a run without samples");
        }
        long offset = base + run.u32();
        run.skipIf(runFlags, FIRST_SAMPLE_FLAGS);
        run.skipIf(runFlags, SAMPLE_DURATION);
        int size = (runFlags & SAMPLE_SIZE) != 0 ? run.u32() : defaultSize;
        run.skipIf(runFlags, SAMPLE_FLAGS);
        int composition = (runFlags & SAMPLE_COMPOSITION) != 0 ? run.u32() : 0;
        boolean inside = size > 0 && size <= length && offset >= start + moofBytes && offset <= start + length - size;
        if (!inside) {
            throw new DamagedBoxException("a sample of " + size + " bytes at " + offset + " outside its fragment");
        }
        return new KeySample(offset, size, composition);
    }

    /** Reads 32-bit fields one after the other, never past the end. */
    private static final class Reader {
        private final ByteBuffer from;

        Reader(ByteBuffer from) {
            this.from = from;
        }

        int u32() throws DamagedBoxException {
            if (from.remaining() < 4) {
                throw new DamagedBoxException("a box that is too short");
            }
            return from.getInt();
        }

        void skipIf(int flags, int flag) throws DamagedBoxException {
            if ((flags & flag) != 0) {
                u32();
            }
        }
    }
}
