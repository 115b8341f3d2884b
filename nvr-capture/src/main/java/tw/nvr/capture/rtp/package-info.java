/** RTP on the wire (RFC 3550, 2326 section 10.12, 6184, 3640): framing, sequence, clock, and units out of packets. */
package tw.nvr.capture.rtp;
