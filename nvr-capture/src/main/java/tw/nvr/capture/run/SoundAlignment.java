package tw.nvr.capture.run;

/**
 * Where sound lies against pictures in one connection. RTP gives both tracks clocks of their own; the camera's sender
 * reports relate them (RFC 3550 6.4.1); while there are none, or none that can be true, the answer to PLAY does where it is
 * credible (RFC 2326 12.33), and else their arrival: the least delayed units of both are taken to be of the same moment. Used by the capture thread; microseconds.
 */
final class SoundAlignment {
    /** Reports that contradict the arrival by more than this are not believed. */
    private static final long CREDIBLE = 2_000_000;

    /** What the answer to PLAY says is a hint: it is believed only where it differs from the arrival by polling and jitter. */
    private static final long CREDIBLE_HINT = 300_000;

    /** A smaller correction is not worth a jump in the sound. */
    private static final long AUDIBLE = 40_000;

    private boolean pictureSeen;
    private boolean soundSeen;
    private long pictureDelay;
    private long soundDelay;
    private boolean pictureReported;
    private boolean soundReported;
    private long pictureReport;
    private long soundReport;
    private boolean hinted;
    private long hint;
    private boolean chosen;
    private long choice;

    void picture(long micros, long arrival) {
        long delay = arrival - micros;
        pictureDelay = pictureSeen ? Math.min(pictureDelay, delay) : delay;
        pictureSeen = true;
    }

    void sound(long micros, long arrival) {
        long delay = arrival - micros;
        soundDelay = soundSeen ? Math.min(soundDelay, delay) : delay;
        soundSeen = true;
    }

    /** A sender report: at that wall-clock time the track's clock stood there. */
    void report(boolean picture, long micros, long epochMicros) {
        if (picture) {
            pictureReport = epochMicros - micros;
            pictureReported = true;
        } else {
            soundReport = epochMicros - micros;
            soundReported = true;
        }
    }

    /** The answer to PLAY: both tracks' clocks stood there at the same moment. */
    void together(long pictureMicros, long soundMicros) {
        hint = pictureMicros - soundMicros;
        hinted = true;
    }

    /** The pictures' timestamps have jumped: what was learned of them holds no longer. */
    void pictureJumped() {
        pictureSeen = false;
        pictureReported = false;
        hinted = false;
        chosen = false;
    }

    /** The sound's timestamps have jumped. */
    void soundJumped() {
        soundSeen = false;
        soundReported = false;
        hinted = false;
        chosen = false;
    }

    boolean known() {
        return pictureSeen && soundSeen;
    }

    /** What to add to a time of the sound track for the time of the picture track; only when {@link #known}. */
    long shift() {
        long arrived = soundDelay - pictureDelay;
        if (pictureReported && soundReported) {
            long reported = soundReport - pictureReport;
            if (Math.abs(reported - arrived) <= CREDIBLE) {
                choose(reported);
                return choice;
            }
        }
        boolean goodHint = hinted && Math.abs(hint - arrived) <= CREDIBLE_HINT;
        if (!chosen || Math.abs(arrived - choice) > CREDIBLE) {
            choose(goodHint ? hint : arrived);
        }
        return choice;
    }

    private void choose(long candidate) {
        if (!chosen || Math.abs(candidate - choice) > AUDIBLE) {
            choice = candidate;
            chosen = true;
        }
    }
}
