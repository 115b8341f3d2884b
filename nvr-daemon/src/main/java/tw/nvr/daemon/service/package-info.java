/** The running recorder: what is started in which order, and stopped in reverse. */
package tw.nvr.daemon.service;
