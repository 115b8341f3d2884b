/**
 * The records database: cameras and the audit chain, one writer, every change with its event in one transaction (S10,
 * invariant 7).
 */
package tw.nvr.storage.records;
