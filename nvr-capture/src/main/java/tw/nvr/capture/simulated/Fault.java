package tw.nvr.capture.simulated;

import java.time.Duration;

/**
 * Something that goes wrong once, in one client's stream: when it is planned, at its place in every stream; on command, in
 * all streams that play. Immutable.
 */
public final class Fault {
    enum Kind {
        STALL,
        RESUME,
        JUMP,
        FIN,
        RESET,
        LOSE_DOLLAR,
        NEXT_CLIP,
        RESIZE
    }

    private final Kind kind;
    private final long nanos;
    private final int width;
    private final int height;

    private Fault(Kind kind, long nanos, int width, int height) {
        this.kind = kind;
        this.nanos = nanos;
        this.width = width;
        this.height = height;
    }

    /** The connection stays, but nothing comes any more. What was due meanwhile is never sent. */
    public static Fault stall() {
        return new Fault(Kind.STALL, 0, 0, 0);
    }

    /** The end of a stall: the stream goes on with the next key frame. */
    public static Fault resume() {
        return new Fault(Kind.RESUME, 0, 0, 0);
    }

    /** All RTP timestamps from now on lie so much later (or, below zero, earlier). */
    public static Fault jump(Duration by) {
        return new Fault(Kind.JUMP, by.toNanos(), 0, 0);
    }

    /** The server closes the connection in an orderly way (FIN), without a word. */
    public static Fault hangUp() {
        return new Fault(Kind.FIN, 0, 0, 0);
    }

    /** The connection is torn (RST). */
    public static Fault reset() {
        return new Fault(Kind.RESET, 0, 0, 0);
    }

    /** The next interleaved frame lacks its first byte, the dollar sign. */
    public static Fault loseDollar() {
        return new Fault(Kind.LOSE_DOLLAR, 0, 0, 0);
    }

    /** The stream goes on with the next file, and so with new parameter sets; a generated picture starts its encoder anew. */
    public static Fault nextClip() {
        return new Fault(Kind.NEXT_CLIP, 0, 0, 0);
    }

    /** A generated picture goes on in another size, for all clients; a file ignores it. */
    public static Fault resize(int width, int height) {
        return new Fault(Kind.RESIZE, 0, width, height);
    }

    Kind kind() {
        return kind;
    }

    /** For {@link Kind#JUMP}. */
    long nanos() {
        return nanos;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    @Override
    public String toString() {
        return kind.name();
    }
}
