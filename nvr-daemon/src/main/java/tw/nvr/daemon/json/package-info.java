/** JSON as the command line prints it and the control socket speaks it. */
package tw.nvr.daemon.json;
