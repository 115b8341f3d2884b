/** The disk that footage lies on: which one it is, whether it is there, who writes to it, how much room it has. */
package tw.nvr.storage.volume;
