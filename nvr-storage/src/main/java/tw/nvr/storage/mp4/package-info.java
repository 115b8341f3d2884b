/**
 * Fragmented MP4 (ISO/IEC 14496-12) as the recorder writes it, and a bounded reader that no file can harm.
 *
 * <pre>
 * 0        ftyp moov free            padded to 4096; the free box carries the clock evidence
 * n*4096   free prft moof mdat free  one fragment, one aligned write; the last free box carries a CRC-32C
 * ...
 * end      mfra(tfra uuid mfro)      only when sealed; the uuid box lists every fragment
 * </pre>
 */
package tw.nvr.storage.mp4;
