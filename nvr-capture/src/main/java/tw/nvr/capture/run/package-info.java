/** Lays access units into fragments and fragments into runs. */
package tw.nvr.capture.run;
