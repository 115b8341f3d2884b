/** Counts where files, journals and index disagree, by the numbers of the invariants; changes nothing. */
package tw.nvr.storage.verify;
