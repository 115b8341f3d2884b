/** What reads a camera, whichever way, and where it lays what it read. */
package tw.nvr.capture.source;
