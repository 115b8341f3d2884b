package tw.nvr.capture.simulated;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tw.nvr.capture.ffmpeg.ClipFormat;
import tw.nvr.capture.ffmpeg.ClipPacket;
import tw.nvr.capture.ffmpeg.ClipReader;
import tw.nvr.core.footage.AudioFormat;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;

/**
 * A file that was read through once and found sound, with what a loop needs to know of it. Immutable.
 *
 * @param firstDts decoding time of the first picture, 90 kHz, zero or below when pictures are reordered
 * @param duration from the start to the end of the last picture, 90 kHz
 */
record Clip(Path file, ClipFormat format, ParameterSets sets, long firstDts, long duration) {
    /**
     * Reads a file through.
     *
     * @throws tw.nvr.core.problem.ProblemException {@code clip-missing}, {@code clip-damaged}, {@code clip-not-h264}
     */
    static Clip check(Path file) {
        try (ClipReader reader = ClipReader.open(file)) {
            long pictures = 0;
            long firstDts = 0;
            long end = 0;
            for (Optional<ClipPacket> p = reader.next(); p.isPresent(); p = reader.next()) {
                ClipPacket packet = p.get();
                if (!packet.video()) {
                    continue;
                }
                firstDts = pictures == 0 ? packet.dts() : firstDts;
                boolean whole = !Nals.ofLengths(packet.data(), reader.format().lengthBytes())
                        .isEmpty();
                if (!whole || pictures == 0 && !packet.key()) {
                    throw damaged(file, "picture " + pictures);
                }
                pictures++;
                end = Math.max(end, packet.pts() + Math.max(1, packet.duration()));
            }
            if (pictures == 0 || pictures < reader.pictures()) {
                throw damaged(file, pictures + " of " + reader.pictures() + " pictures");
            }
            ClipFormat format = reader.format();
            return new Clip(file, format, ParameterSets.ofAvcC(format.avcC()), firstDts, end);
        }
    }

    /** Whether a unit of sound lies within the loop as a whole, so that the next turn does not overlap it. */
    boolean holds(ClipPacket sound) {
        int rate = format.sound().orElseThrow().sampleRate();
        long end = Unit.ticks(Unit.nanos(duration, 90_000), rate);
        return sound.pts() >= 0 && sound.pts() + AudioFormat.SAMPLES_PER_UNIT / 2 <= end;
    }

    List<byte[]> nals(ClipPacket packet) {
        return Nals.ofLengths(packet.data(), format.lengthBytes()).stream()
                .filter(n -> !Nals.isParameterSet(n))
                .toList();
    }

    private static RuntimeException damaged(Path file, String detail) {
        return Problem.of(ProblemKind.DAMAGED, "clip-damaged", file, detail).exception();
    }
}
