package tw.nvr.capture.rtp;

import java.util.Map;

/**
 * How access units lie in packets of mpeg4-generic (RFC 3640 4.1): lengths of the fields of an AU header, in bits.
 * Immutable.
 *
 * @param sizeLength of AU-size; 0 when all units have {@code constantSize}
 * @param indexLength of AU-Index, in the first header of a packet
 * @param indexDeltaLength of AU-Index-delta, in the other headers
 * @param ctsDeltaLength of CTS-delta, behind a flag; 0 when there is neither
 * @param dtsDeltaLength of DTS-delta, behind a flag; 0 when there is neither
 * @param randomAccess whether there is a RAP-flag
 * @param streamStateLength of Stream-state
 * @param auxiliaryLength of the length field of the auxiliary section (3.2.2)
 * @param constantSize bytes of every unit, or 0
 */
public record AacParameters(
        int sizeLength,
        int indexLength,
        int indexDeltaLength,
        int ctsDeltaLength,
        int dtsDeltaLength,
        boolean randomAccess,
        int streamStateLength,
        int auxiliaryLength,
        int constantSize) {
    /** AAC-hbr (RFC 3640 3.3.6): nearly every camera. */
    public static final AacParameters HIGH_BIT_RATE = new AacParameters(13, 3, 3, 0, 0, false, 0, 0, 0);

    /** AAC-lbr (RFC 3640 3.3.5). */
    public static final AacParameters LOW_BIT_RATE = new AacParameters(6, 2, 2, 0, 0, false, 0, 0, 0);

    private static final int LONGEST_FIELD = 32;

    /**
     * Reads the parameters of an fmtp line, names in lower case. Cameras that leave the lengths out get those of the mode
     * they name, or of AAC-hbr.
     */
    public static AacParameters of(Map<String, String> fmtp) {
        if (!fmtp.containsKey("sizelength") && !fmtp.containsKey("constantsize")) {
            return "aac-lbr".equalsIgnoreCase(fmtp.get("mode")) ? LOW_BIT_RATE : HIGH_BIT_RATE;
        }
        return new AacParameters(
                field(fmtp, "sizelength", LONGEST_FIELD),
                field(fmtp, "indexlength", LONGEST_FIELD),
                field(fmtp, "indexdeltalength", LONGEST_FIELD),
                field(fmtp, "ctsdeltalength", LONGEST_FIELD),
                field(fmtp, "dtsdeltalength", LONGEST_FIELD),
                field(fmtp, "randomaccessindication", 1) == 1,
                field(fmtp, "streamstateindication", LONGEST_FIELD),
                field(fmtp, "auxiliarydatasizelength", LONGEST_FIELD),
                field(fmtp, "constantsize", AacDepacketizer.MAX_UNIT_BYTES));
    }

    private static int field(Map<String, String> fmtp, String name, int max) {
        String text = fmtp.getOrDefault(name, "0").strip();
        if (text.isEmpty() || text.length() > 5 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return 0;
        }
        return Math.min(max, Integer.parseInt(text));
    }

    /** Whether packets start with a section of AU headers (RFC 3640 3.2.1). */
    boolean hasHeaders() {
        return sizeLength + indexLength + indexDeltaLength + ctsDeltaLength + dtsDeltaLength + streamStateLength > 0
                || randomAccess;
    }
}
