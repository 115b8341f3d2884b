/** The disk thread: queues fragments, writes, syncs, cuts and seals segments, keeps the books of missing time. */
package tw.nvr.storage.segment;
