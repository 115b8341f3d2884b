package tw.nvr.storage.mp4;

import tw.nvr.core.footage.FragmentRef;

/**
 * A fragment as it lies in a file, with what the tail of the file needs to name it. Immutable.
 *
 * @param ref where, when, how long, key or not
 * @param moofAt bytes from the fragment's start to its {@code moof}
 * @param presentationTicks when its first picture is shown, since the start of the run, 90 kHz
 * @param frames pictures in it
 */
public record StoredFragment(FragmentRef ref, int moofAt, long presentationTicks, int frames) {
    /** First byte after it. */
    public long end() {
        return ref.offset() + ref.length();
    }
}
