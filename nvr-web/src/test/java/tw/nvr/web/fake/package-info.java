/** Hand-written stand-ins for the console's ports: footage in real files, a memory's audit log, clocks that stand. */
package tw.nvr.web.fake;
