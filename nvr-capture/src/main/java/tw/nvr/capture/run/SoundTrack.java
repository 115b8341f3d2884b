package tw.nvr.capture.run;

import java.nio.ByteBuffer;
import tw.nvr.core.footage.AudioFormat;
import tw.nvr.core.footage.Fragment;
import tw.nvr.core.footage.FragmentPool;

/** The sound of one connection: gathers units, aligns them with the pictures, lays them. For the capture thread. */
final class SoundTrack {
    private static final int BACK_SECONDS = 1;
    private static final int AHEAD_SECONDS = 10;

    private final SoundQueue queue = new SoundQueue();
    private final SoundAlignment alignment = new SoundAlignment();
    private int sampleRate;
    private boolean any;
    private long lastTicks;
    private boolean arrivalTold;
    private boolean startTold;
    private long startVideoTicks;
    private long startAudioTicks;

    /** @param audio {@code null} when there is none */
    void format(AudioFormat audio) {
        int rate = audio == null ? 0 : audio.sampleRate();
        if (rate != sampleRate) {
            sampleRate = rate;
            queue.reset();
            alignment.soundJumped();
            any = false;
            passOnStart();
        }
    }

    /** A run begins; nothing that came before belongs to it. */
    void beginRun() {
        queue.reset();
    }

    /** The pictures' timestamps have jumped. */
    void pictureJumped() {
        alignment.pictureJumped();
    }

    /** This machine's clock was set: no arrival before it says anything. */
    void clockWasSet() {
        alignment.pictureJumped();
        alignment.soundJumped();
        queue.clear();
    }

    void picture(long micros, long arrival) {
        alignment.picture(micros, arrival);
    }

    /** @param wanted false while no run is under way */
    void unit(long ticks, ByteBuffer data, long arrival, boolean wanted) {
        if (sampleRate == 0 || !TimestampCheck.plausible(ticks)) {
            return;
        }
        long step = ticks - lastTicks;
        if (any && (step < -BACK_SECONDS * (long) sampleRate || step > AHEAD_SECONDS * (long) sampleRate)) {
            queue.clear();
            alignment.soundJumped();
        }
        any = true;
        lastTicks = ticks;
        if (!arrivalTold) {
            alignment.sound(micros(ticks), arrival);
        }
        if (wanted) {
            queue.add(ticks, data);
        }
    }

    /** Sound has arrived of which units are made later, so that it looks later than it is when they come. */
    void arrived(long ticks, long arrival) {
        arrivalTold = true;
        if (sampleRate != 0) {
            alignment.sound(micros(ticks), arrival);
        }
    }

    /** What the answer to PLAY claims; it comes before the first key frame, which tells the rate of the sound. */
    void startedTogether(long videoTicks, long audioTicks) {
        startTold = true;
        startVideoTicks = videoTicks;
        startAudioTicks = audioTicks;
        passOnStart();
    }

    private void passOnStart() {
        if (startTold && sampleRate != 0) {
            alignment.together(startVideoTicks * 100 / 9, micros(startAudioTicks));
            startTold = false;
        }
    }

    void report(boolean picture, long ticks, long epochMillis) {
        if (picture) {
            alignment.report(true, ticks * 100 / 9, epochMillis * 1000);
        } else if (sampleRate != 0) {
            alignment.report(false, micros(ticks), epochMillis * 1000);
        }
    }

    /**
     * Lays what was gathered behind the pictures of a fragment that closes.
     *
     * @param runStart decoding time of the run's first picture, 90 kHz ticks
     */
    void layInto(Fragment fragment, FragmentPool pool, long runStart) {
        int bytes = queue.bytes();
        if (bytes == 0 || !alignment.known()) {
            return;
        }
        if (!pool.grow(fragment, bytes + Fragment.BLOCK)) {
            queue.clear();
            return;
        }
        long micros = alignment.shift() - runStart * 100 / 9;
        queue.layInto(fragment, Math.floorDiv(micros * sampleRate, 1_000_000L));
    }

    /** Forgets what was gathered: the pictures it belongs to are not recorded. */
    void drop() {
        queue.clear();
    }

    private long micros(long ticks) {
        return Math.floorDiv(ticks * 1_000_000L, sampleRate);
    }
}
