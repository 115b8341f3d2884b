package tw.nvr.capture.simulated;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The sequence and picture parameter sets that pictures need to be decoded. Compared by identity: another object means that
 * the encoder was started anew. Immutable by convention: treat the arrays as read-only.
 */
final class ParameterSets {
    private static final int SPS = 7;

    private final List<byte[]> all;

    /** @param all NAL units without start codes, the SPS first */
    ParameterSets(List<byte[]> all) {
        this.all = List.copyOf(all);
    }

    /** Those of an avcC box (ISO/IEC 14496-15 5.3.3.1.2). */
    static ParameterSets ofAvcC(byte[] avcC) {
        ByteBuffer in = ByteBuffer.wrap(avcC).position(5);
        List<byte[]> sets = new ArrayList<>();
        int count = in.get() & 0x1f;
        for (int kind = 0; kind < 2; kind++) {
            for (int i = 0; i < count; i++) {
                byte[] set = new byte[in.getShort() & 0xffff];
                in.get(set);
                sets.add(set);
            }
            count = kind == 0 ? in.get() & 0xff : 0;
        }
        return new ParameterSets(sets);
    }

    /** Those among NAL units behind start codes. */
    static ParameterSets ofAnnexB(byte[] stream) {
        return new ParameterSets(
                Nals.ofAnnexB(stream).stream().filter(Nals::isParameterSet).toList());
    }

    List<byte[]> all() {
        return all;
    }

    /** The {@code sprop-parameter-sets} parameter of RFC 6184 8.1. */
    String sprop() {
        return all.stream().map(s -> Base64.getEncoder().encodeToString(s)).collect(Collectors.joining(","));
    }

    /** The {@code profile-level-id} parameter of RFC 6184 8.1: three bytes of the SPS. */
    String profileLevelId() {
        return all.stream()
                .filter(s -> Nals.type(s) == SPS)
                .findFirst()
                .map(s -> HexFormat.of().formatHex(s, 1, 4))
                .orElse("42c01e");
    }

    /** One STAP-A packet payload with all sets (RFC 6184 5.7.1). */
    byte[] aggregated() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0x60 | 24);
        for (byte[] set : all) {
            out.write(set.length >> 8);
            out.write(set.length);
            out.writeBytes(set);
        }
        return out.toByteArray();
    }
}
