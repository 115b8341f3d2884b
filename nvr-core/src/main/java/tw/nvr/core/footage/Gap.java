package tw.nvr.core.footage;

import tw.nvr.core.camera.CameraId;
import tw.nvr.core.time.TimeRange;

/**
 * Time of an enabled camera without footage (K1). Under two seconds it is counted, not a gap. Immutable.
 *
 * @param camera whose
 * @param range from the end of the last frame to the start of the next; up to now while it lasts
 * @param cause why
 * @param ongoing whether it still lasts
 */
public record Gap(CameraId camera, TimeRange range, GapCause cause, boolean ongoing) {}
