/** What was recorded: formats, fragments, segments, gaps, coverage, and the ports between capture, disk and player. */
package tw.nvr.core.footage;
