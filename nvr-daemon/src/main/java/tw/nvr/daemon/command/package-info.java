/** The commands of the program; their spellings are a stable interface. */
package tw.nvr.daemon.command;
