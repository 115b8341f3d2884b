/** The control socket: how commands reach a running recorder, and who gives them. */
package tw.nvr.daemon.control;
