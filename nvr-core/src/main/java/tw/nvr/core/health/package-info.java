/** Findings of the box about itself, in figures and remedies. */
package tw.nvr.core.health;
