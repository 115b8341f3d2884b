/** How the command line shows things: streams, tables, colours, problems. */
package tw.nvr.daemon.output;
