/** The composition root: where the program starts. */
package tw.nvr.daemon;
