package tw.nvr.capture.rtp;

import tw.nvr.core.footage.VideoFormat;

/**
 * The parameter sets of one video stream, by their ids, as announced in the SDP and repeated in band; what comes later
 * replaces what came before. Capture thread only. A set that repeats what is known allocates nothing.
 */
interface ParameterSets {
    /** Takes a NAL unit; one that is no parameter set is left, one that cannot be understood is counted and forgotten. */
    void put(byte[] nal, int length);

    /**
     * The format in force for a key picture that refers to that picture parameter set.
     *
     * @return {@code null} when the sets for it have not come yet, or do not fit together
     */
    VideoFormat formatFor(int ppsId);

    /** Of the format last asked for. */
    int reorderDepth();

    /** Whether no picture of the format last asked for is a field that shares its time with another. */
    boolean framesOnly();

    /** Whether what that picture parameter set says has changed since the format was last asked for. */
    boolean changedSince(int ppsId);

    /** Sets that could not be understood. */
    long refused();

    /** Whether one of the sets is that NAL unit. */
    static boolean known(byte[][] sets, byte[] nal, int length) {
        for (byte[] set : sets) {
            if (set != null && java.util.Arrays.equals(set, 0, set.length, nal, 0, length)) {
                return true;
            }
        }
        return false;
    }
}
