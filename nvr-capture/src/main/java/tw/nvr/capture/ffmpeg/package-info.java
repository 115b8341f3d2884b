/** What bytedeco ffmpeg does for us: clips, encoders, G.711 to AAC, and the reader of last resort. Never on the path of a camera that our own client reads. */
package tw.nvr.capture.ffmpeg;
