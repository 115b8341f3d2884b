package tw.nvr.capture.run;

/**
 * Where sound lies against pictures in one connection. RTP gives both tracks clocks of their own; the camera's sender
 * reports relate them (RFC 3550 6.4.1), and while there are none, or none that can be true, their arrival does: the
 * least delayed units of both are taken to be of the same moment. Used by the capture thread; microseconds.
 */
final class SoundAlignment {
    /** Reports that contradict the arrival by more than this are not believed. */
    private static final long CREDIBLE = 2_000_000;

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

    /** The pictures' timestamps have jumped: what was learned of them holds no longer. */
    void pictureJumped() {
        pictureSeen = false;
        pictureReported = false;
        chosen = false;
    }

    /** The sound's timestamps have jumped. */
    void soundJumped() {
        soundSeen = false;
        soundReported = false;
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
        if (!chosen || Math.abs(arrived - choice) > CREDIBLE) {
            choose(arrived);
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
