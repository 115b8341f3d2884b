/** After any end of the process: open segments are ended, the index completed, the missing time explained. */
package tw.nvr.storage.recovery;
