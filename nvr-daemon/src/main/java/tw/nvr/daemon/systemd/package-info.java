/** What the service manager is told, and how lines of log carry their priority. */
package tw.nvr.daemon.systemd;
