package tw.nvr.capture.ffmpeg;

/**
 * One access unit of a clip. Immutable by convention: treat the array as read-only.
 *
 * @param video or sound
 * @param pts presentation time: 90 kHz for video, the sample rate for sound
 * @param dts decoding time, the same ticks, never falls within a track
 * @param duration the same ticks
 * @param data NAL units behind their lengths as in the file, or coded sound
 */
public record ClipPacket(boolean video, long pts, long dts, long duration, boolean key, byte[] data) {}
