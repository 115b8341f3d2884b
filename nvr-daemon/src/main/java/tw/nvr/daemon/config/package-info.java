/** The configuration file: typed, strict, every mistake at once. */
package tw.nvr.daemon.config;
