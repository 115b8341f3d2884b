/** The demonstration: simulated cameras, recorded and shown. */
package tw.nvr.daemon.demo;
