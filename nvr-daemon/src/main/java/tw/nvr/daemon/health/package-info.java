/** What is looked at to say whether all is well. */
package tw.nvr.daemon.health;
