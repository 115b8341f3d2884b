/** From the times that cameras claim to the time that it was. Pure: all times are passed in. */
package tw.nvr.capture.clock;
