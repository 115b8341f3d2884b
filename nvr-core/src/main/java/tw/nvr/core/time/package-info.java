/** Intervals, calendars and clocks. Nothing here reads a clock: callers pass the time in. */
package tw.nvr.core.time;
