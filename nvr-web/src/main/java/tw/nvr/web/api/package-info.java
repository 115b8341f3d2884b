/** What the console's scripts ask: coverage, days with footage, states. Answers JSON. */
package tw.nvr.web.api;
