/** Records the registered cameras: who is connected when, what happens when that fails, and what is told about it. */
package tw.nvr.capture.recorder;
