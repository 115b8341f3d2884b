package tw.nvr.capture.simulated;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How the camera misbehaves for as long as it is told to; everything is off at first. May be changed while the camera runs
 * and has an effect on the next request or packet. Thread-safe.
 */
public final class Misbehaviour {
    /** Which key frames are sent. */
    public enum KeyFrames {
        ALL,
        /** The first one of each connection. */
        FIRST_ONLY,
        NONE
    }

    /** Which RTP packets of video bear the marker that says "end of the picture". */
    public enum Markers {
        LAST_PACKET,
        NONE,
        EVERY_PACKET
    }

    /** When parameter sets are sent in band. New ones are always sent before the first picture that needs them. */
    public enum InBand {
        EVERY_KEY_FRAME,
        FIRST_KEY_FRAME,
        NEVER
    }

    private volatile double dropRate;
    private volatile double reorderRate;
    private volatile double duplicateRate;
    private volatile boolean udpOnly;
    private volatile KeyFrames keyFrames = KeyFrames.ALL;
    private volatile Markers markers = Markers.LAST_PACKET;
    private volatile InBand inBand = InBand.EVERY_KEY_FRAME;
    private volatile boolean silent;
    private volatile boolean refusing;
    private volatile boolean basicOnly;
    private volatile boolean withoutSprop;
    private final Map<String, Integer> answers = new ConcurrentHashMap<>();

    /**
     * Packets of video get lost; which ones, the seed of the camera decides.
     *
     * @param rate share of the RTP packets, 0 to 1
     */
    public Misbehaviour dropRate(double rate) {
        if (!(rate >= 0 && rate <= 1)) {
            throw new IllegalArgumentException("drop rate " + rate);
        }
        dropRate = rate;
        return this;
    }

    /**
     * Packets that go by UDP are overtaken by the one behind them.
     *
     * @param rate share of the RTP packets, 0 to 1
     */
    public Misbehaviour reorderRate(double rate) {
        if (!(rate >= 0 && rate <= 1)) {
            throw new IllegalArgumentException("reorder rate " + rate);
        }
        reorderRate = rate;
        return this;
    }

    /**
     * Packets that go by UDP come twice.
     *
     * @param rate share of the RTP packets, 0 to 1
     */
    public Misbehaviour duplicateRate(double rate) {
        if (!(rate >= 0 && rate <= 1)) {
            throw new IllegalArgumentException("duplicate rate " + rate);
        }
        duplicateRate = rate;
        return this;
    }

    /** RTP over the RTSP connection is refused (461). */
    public Misbehaviour udpOnly(boolean on) {
        udpOnly = on;
        return this;
    }

    public Misbehaviour keyFrames(KeyFrames which) {
        keyFrames = which;
        return this;
    }

    public Misbehaviour markers(Markers which) {
        markers = which;
        return this;
    }

    public Misbehaviour inBand(InBand when) {
        inBand = when;
        return this;
    }

    /** PLAY is answered, and then nothing comes. */
    public Misbehaviour silent(boolean on) {
        silent = on;
        return this;
    }

    /** User name and password are refused, right or wrong; asked for even by a camera that has none. */
    public Misbehaviour refuseCredentials(boolean on) {
        refusing = on;
        return this;
    }

    /** Basic authentication is offered in place of Digest. */
    public Misbehaviour basicOnly(boolean on) {
        basicOnly = on;
        return this;
    }

    /** The description leaves the parameter sets out. */
    public Misbehaviour withoutSprop(boolean on) {
        withoutSprop = on;
        return this;
    }

    /**
     * A method is answered with a status of one's choice.
     *
     * @param method for example {@code DESCRIBE}
     * @param status for example 404; 0 to answer properly again
     */
    public Misbehaviour answer(String method, int status) {
        if (status == 0) {
            answers.remove(method);
        } else {
            answers.put(method, status);
        }
        return this;
    }

    double dropRate() {
        return dropRate;
    }

    double reorderRate() {
        return reorderRate;
    }

    double duplicateRate() {
        return duplicateRate;
    }

    boolean udpOnly() {
        return udpOnly;
    }

    KeyFrames keyFrames() {
        return keyFrames;
    }

    Markers markers() {
        return markers;
    }

    InBand inBand() {
        return inBand;
    }

    boolean silent() {
        return silent;
    }

    boolean refusing() {
        return refusing;
    }

    boolean basicOnly() {
        return basicOnly;
    }

    boolean withoutSprop() {
        return withoutSprop;
    }

    /** 0 for a proper answer. */
    int answer(String method) {
        return answers.getOrDefault(method, 0);
    }
}
