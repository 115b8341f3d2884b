/** Footage on disk: {@link tw.nvr.storage.Footage} is the way in. */
package tw.nvr.storage;
