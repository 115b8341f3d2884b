/** What the box knows of its own health, for monitoring. */
package tw.nvr.web.health;
