/** What goes wrong and how it is told: the failures a person can act on, and the message files. */
package tw.nvr.core.problem;
