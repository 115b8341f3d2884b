/**
 * The simulated camera: an RTSP/1.0 server (RFC 2326; RTP over the same TCP connection) that plays files or a picture of
 * its own, and misbehaves on request. Used by the demo, by technicians, and by tests.
 */
package tw.nvr.capture.simulated;
