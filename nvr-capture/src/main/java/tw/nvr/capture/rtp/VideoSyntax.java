package tw.nvr.capture.rtp;

import java.nio.ByteBuffer;

/**
 * What a video codec says by its NAL units: which of them are slices, where a picture starts, where decoding can. One object
 * per track, which remembers the NAL unit it looked at last and the picture in hand. Capture thread only; allocates nothing
 * per NAL unit.
 */
interface VideoSyntax {
    /** What a NAL unit is to whoever puts access units together. */
    enum Kind {
        /** Coded pictures. */
        SLICE,
        /** A parameter set. */
        SET,
        /** Says that an access unit starts. */
        DELIMITER,
        /** Supplemental information in which {@link #recoveryPoint} may be found. */
        SEI,
        /** Belongs to the picture, and nothing else need be known. */
        OTHER,
        /** Belongs to no picture that is recorded. */
        FOREIGN
    }

    /** Bytes of a NAL unit's header: 1 or 2. */
    int headerBytes();

    /** Most bytes of a parameter set that are looked at. */
    int longestSet();

    /**
     * Looks at the start of a NAL unit.
     *
     * @param header its {@link #headerBytes}, big-endian
     * @param body absolute index of the first bytes behind the header
     * @param length how many of them there are; few or none leave the likeliest to be taken
     */
    Kind look(int header, ByteBuffer buf, int body, int length);

    /** Whether the slice that was looked at is the first of its picture. */
    boolean firstSlice();

    /** Picture parameter set of the slice that was looked at, or -1 when it cannot be read. */
    int ppsId();

    /** Whether an SEI, given without its header, says that decoding can start exactly at its picture. */
    boolean recoveryPoint(byte[] sei, int from, int end);

    /** A unit begins with the slice that was looked at; {@code recoveryPoint} stood before it. */
    void beginPicture(boolean recoveryPoint);

    /** The slice that was looked at belongs to the unit in hand. */
    void addSlice();

    /** Whether decoding can start at the picture in hand, as far as its slices have come. */
    boolean key();

    /** The picture in hand is one before which nothing is recorded that it could refer to. */
    void decodingStarts();

    /** Whether the picture in hand can never be decoded because what it refers to is not there. */
    boolean undecodable();
}
