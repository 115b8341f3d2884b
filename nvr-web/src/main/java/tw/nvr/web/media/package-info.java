/**
 * Footage on its way to a browser, each byte behind an open look: looks, playlists (HLS, RFC 8216), stored bytes, key frames
 * alone, live pictures.
 */
package tw.nvr.web.media;
