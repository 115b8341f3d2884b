/** The journal of a camera's day: hash-chained lines from which the index can be made again. */
package tw.nvr.storage.journal;
