/** What the box's clocks say and whether they can be trusted. */
package tw.nvr.daemon.clock;
