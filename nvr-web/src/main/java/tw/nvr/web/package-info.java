/** The console: its façade, settings and the ports it is given. */
package tw.nvr.web;
