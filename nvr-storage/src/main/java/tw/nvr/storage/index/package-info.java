/** {@code footage.db}: what footage there is, to be found quickly. Made again from journals and files at any time. */
package tw.nvr.storage.index;
