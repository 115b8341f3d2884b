/** Parameter sets and decoder configurations of H.264, H.265 and AAC: what a container must know about a stream. */
package tw.nvr.capture.codec;
