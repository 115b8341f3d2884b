/** Our own RTSP client: connects to a camera, asks it to play, and reads what it sends. */
package tw.nvr.capture.client;
