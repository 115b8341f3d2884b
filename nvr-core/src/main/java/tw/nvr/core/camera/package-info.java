/** Cameras as the institution registers them, and what state each is in. */
package tw.nvr.core.camera;
