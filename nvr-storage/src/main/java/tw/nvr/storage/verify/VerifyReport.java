package tw.nvr.storage.verify;

import java.util.List;

/**
 * What a verification looked at and found. Immutable.
 *
 * @param days camera-days
 * @param segments sealed files with a journal line
 * @param gaps gap lines
 * @param hashed files read and compared with their hash
 * @param hashedBytes their bytes
 * @param findings in order of the paths
 */
public record VerifyReport(
        long days, long segments, long gaps, long hashed, long hashedBytes, List<InvariantFinding> findings) {
    public VerifyReport {
        findings = List.copyOf(findings);
    }

    public boolean isClean() {
        return findings.isEmpty();
    }
}
