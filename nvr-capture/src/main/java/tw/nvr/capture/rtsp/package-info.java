/**
 * RTSP as cameras speak it (RFC 2326, tolerant of RFC 7826): messages, authentication, session descriptions, addresses.
 * Pure code on bytes; sockets and threads are elsewhere.
 */
package tw.nvr.capture.rtsp;
