package tw.nvr.storage.verify;

/**
 * A place where an invariant does not hold. Immutable.
 *
 * @param invariant its number in docs/storage.md
 * @param kind in a word: {@code journal-broken}, {@code journal-torn}, {@code file-missing}, {@code file-size},
 *     {@code file-hash}, {@code file-unreadable}, {@code file-without-line}, {@code line-twice}, {@code stray-file}, {@code
 *     part-without-writer}, {@code row-missing}, {@code row-differs}, {@code row-without-line}, {@code gap-row-missing},
 *     {@code gap-row-without-line}, {@code gap-unknown}
 * @param path relative to the volume
 * @param detail what was found and what was expected, in English, for the log
 */
public record InvariantFinding(int invariant, String kind, String path, String detail) {}
