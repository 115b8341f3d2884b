package tw.nvr.web.media;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tw.nvr.web.media.Boxes.Box;
import tw.nvr.web.media.Boxes.DamagedBoxException;

/**
 * A segment's initialisation with everything but the video track taken out, for the stream of key frames, which has no sound.
 * Immutable by convention.
 *
 * @param track number of the video track
 * @param bytes ftyp and moov
 */
record VideoInit(int track, ByteBuffer bytes) {
    /**
     * Reads the boxes that a segment's file begins with.
     *
     * @throws DamagedBoxException when there is no video track in them
     */
    static VideoInit of(ByteBuffer stored) throws DamagedBoxException {
        List<Box> top = Boxes.in(stored);
        List<Box> movie = Boxes.in(Boxes.content(stored, "moov"));
        int track = videoTrack(movie);
        BoxWriter out = new BoxWriter();
        Boxes.find(top, "ftyp").ifPresent(b -> out.bytes(b.whole()));
        out.box("moov");
        for (Box box : movie) {
            if (box.type().equals("mvex")) {
                extension(out, box, track);
            } else if (!box.type().equals("trak") || number(box) == track) {
                out.bytes(box.whole());
            }
        }
        return new VideoInit(track, out.end().finish());
    }

    private static void extension(BoxWriter out, Box mvex, int track) throws DamagedBoxException {
        out.box("mvex");
        for (Box box : Boxes.in(mvex.content())) {
            if (!box.type().equals("trex") || u32(box.content(), 4) == track) {
                out.bytes(box.whole());
            }
        }
        out.end();
    }

    private static int videoTrack(List<Box> movie) throws DamagedBoxException {
        for (Box box : movie) {
            if (box.type().equals("trak")) {
                ByteBuffer handler = Boxes.content(Boxes.content(box.content(), "mdia"), "hdlr");
                byte[] type = new byte[4];
                if (handler.remaining() >= 12) {
                    handler.get(8, type);
                }
                if (new String(type, StandardCharsets.ISO_8859_1).equals("vide")) {
                    return number(box);
                }
            }
        }
        throw new DamagedBoxException("no video track");
    }

    /** The track's number; it stands behind two times, which version 1 of the box has in 64 bits (8.3.2). */
    private static int number(Box trak) throws DamagedBoxException {
        ByteBuffer header = Boxes.content(trak.content(), "tkhd");
        return u32(header, u32(header, 0) >>> 24 == 1 ? 20 : 12);
    }

    private static int u32(ByteBuffer from, int at) throws DamagedBoxException {
        if (from.limit() < at + 4) {
            throw new DamagedBoxException("a box that is too short");
        }
        return from.getInt(at);
    }
}
