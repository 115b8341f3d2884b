package tw.nvr.capture.simulated;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tw.nvr.capture.ffmpeg.ClipFormat;
import tw.nvr.capture.ffmpeg.ClipPacket;
import tw.nvr.capture.ffmpeg.ClipReader;

/**
 * A file that is played over and over: every client gets it from its start, with timestamps that run on over the turns.
 * Used by the server's thread only.
 */
final class ClipProgramme implements Programme {
    private static final int VIDEO = 90_000;

    private final List<Clip> clips;
    private final int first;

    /**
     * @param clips all of the server's files, for {@link Reel#nextClip}
     * @param first the one that this mount point plays
     */
    ClipProgramme(List<Clip> clips, int first) {
        this.clips = clips;
        this.first = first;
    }

    @Override
    public ParameterSets sets() {
        return clips.get(first).sets();
    }

    @Override
    public Optional<ClipFormat.Sound> sound() {
        return clips.get(first).format().sound();
    }

    @Override
    public Reel play(long mediaNanos) {
        return new Turning();
    }

    @Override
    public void resize(int width, int height) {
        // a file has the size that it has
    }

    @Override
    public void close() {
        // readers belong to the reels
    }

    private final class Turning implements Reel {
        private final long originNanos = Unit.nanos(clips.get(first).firstDts(), VIDEO);
        private int index = first;
        private Clip clip = clips.get(first);
        private ClipReader reader = ClipReader.open(clip.file());
        /** Added to the file's times: the length of all turns so far, 90 kHz. */
        private long offset;
        /** End of the last picture that was handed out, with the offset, 90 kHz. */
        private long reached;

        @Override
        public long originNanos() {
            return originNanos;
        }

        @Override
        public Unit next() {
            while (true) {
                Optional<ClipPacket> packet = reader.next();
                if (packet.isEmpty()) {
                    offset += clip.duration();
                    reader.rewind();
                } else if (packet.get().video()) {
                    return picture(packet.get());
                } else if (heard() && clip.holds(packet.get())) {
                    return sound(packet.get());
                }
            }
        }

        @Override
        public void nextClip() {
            reader.close();
            index = (index + 1) % clips.size();
            clip = clips.get(index);
            reader = ClipReader.open(clip.file());
            offset = reached;
        }

        private Unit picture(ClipPacket p) {
            reached = Math.max(reached, offset + p.pts() + p.duration());
            long due = Unit.nanos(offset + p.dts(), VIDEO) - originNanos;
            return new Unit(
                    true, offset + p.pts(), due, Unit.nanos(p.duration(), VIDEO), p.key(), clip.nals(p), clip.sets());
        }

        private Unit sound(ClipPacket p) {
            int rate = clip.format().sound().orElseThrow().sampleRate();
            long pts = Unit.ticks(Unit.nanos(offset, VIDEO), rate) + p.pts();
            return Unit.sound(pts, Unit.nanos(pts, rate) - originNanos, Unit.nanos(p.duration(), rate), p.data());
        }

        /** The description was given for the first file: another's sound is left out when it is coded otherwise. */
        private boolean heard() {
            return index == first
                    || clip.format().sound().isPresent()
                            && sound().isPresent()
                            && same(clip.format().sound().get(), sound().get());
        }

        private Optional<ClipFormat.Sound> sound() {
            return ClipProgramme.this.sound();
        }

        private boolean same(ClipFormat.Sound a, ClipFormat.Sound b) {
            return a.codec() == b.codec() && a.sampleRate() == b.sampleRate() && Arrays.equals(a.config(), b.config());
        }

        @Override
        public void close() {
            reader.close();
        }
    }
}
