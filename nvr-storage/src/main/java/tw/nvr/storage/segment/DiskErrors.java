package tw.nvr.storage.segment;

import java.io.IOException;
import java.util.Locale;
import tw.nvr.core.footage.GapCause;

/** What a failed write means. Stateless. */
final class DiskErrors {
    private DiskErrors() {}

    /** {@link GapCause#SPACE} for a full disk or quota (ENOSPC, EDQUOT), {@link GapCause#DISK} for all else. */
    static GapCause cause(IOException e) {
        // The JDK gives no error number, only strerror in the process's C locale.
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("no space left") || message.contains("quota exceeded") ? GapCause.SPACE : GapCause.DISK;
    }
}
