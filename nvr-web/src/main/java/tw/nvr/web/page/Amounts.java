package tw.nvr.web.page;

import java.time.Duration;
import java.util.Locale;
import tw.nvr.core.problem.Texts;

/** Amounts in words: lengths of time, bytes, offsets of clocks. Stateless. */
final class Amounts {
    private static final String[] UNITS = {"kB", "MB", "GB", "TB"};

    private Amounts() {}

    /** 2 小時 17 分; the two largest units that are not zero; nothing under a second. */
    static String duration(Texts texts, Duration d) {
        if (d.toDays() > 0) {
            return pair(texts, "days", d.toDays(), "hours", d.toHoursPart());
        }
        if (d.toHours() > 0) {
            return pair(texts, "hours", d.toHours(), "minutes", d.toMinutesPart());
        }
        if (d.toMinutes() > 0) {
            return pair(texts, "minutes", d.toMinutes(), "seconds", d.toSecondsPart());
        }
        return texts.get("amount.seconds", d.toSeconds());
    }

    private static String pair(Texts texts, String unit, long amount, String smaller, int rest) {
        String first = texts.get("amount." + unit, amount);
        return rest == 0 ? first : first + " " + texts.get("amount." + smaller, rest);
    }

    /** 41 GB, in powers of a thousand, as disks are sold. */
    static String bytes(long bytes) {
        double value = bytes / 1000.0;
        int unit = 0;
        while (value >= 999.5 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        String pattern = value < 9.95 && unit > 0 ? "%.1f %s" : "%.0f %s";
        return String.format(Locale.ROOT, pattern, value, UNITS[unit]);
    }

    /** +0.2 秒, with a true minus sign; what rounds to nothing has none. */
    static String offset(Texts texts, long millis) {
        String amount = String.format(Locale.ROOT, "%.1f", Math.abs(millis) / 1000.0);
        String sign = amount.equals("0.0") ? "" : millis < 0 ? "−" : "+";
        return texts.get("amount.offset", sign + amount);
    }
}
