package tw.nvr.core.time;

import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Dates as Taiwan writes them: 民國 (ROC) years, which are the common era less 1911. Only formatting and parsing; dates are
 * kept as {@link LocalDate}. Stateless.
 */
public final class RocDate {
    private static final int OFFSET = 1911;
    private static final Pattern TYPED =
            Pattern.compile("\\s*(?:民國)?\\s*(\\d{1,4})\\s*[-/.年]\\s*(\\d{1,2})\\s*[-/.月]\\s*(\\d{1,2})\\s*日?\\s*");
    private static final Pattern COMPACT = Pattern.compile("\\s*(\\d{3})(\\d{2})(\\d{2})\\s*");
    private static final Pattern TIME =
            Pattern.compile("\\s*(\\d{1,2})\\s*[:時]\\s*(\\d{1,2})(?:\\s*[:分]\\s*(\\d{1,2})(?:\\.\\d+)?秒?|分)?\\s*");

    private RocDate() {}

    /** 民國115年11月20日. */
    public static String full(LocalDate day) {
        return "民國" + shortForm(day);
    }

    /** 115年11月20日. */
    public static String shortForm(LocalDate day) {
        return (day.getYear() - OFFSET) + "年" + day.getMonthValue() + "月" + day.getDayOfMonth() + "日";
    }

    /** 民國115年11月. */
    public static String month(LocalDate day) {
        return "民國" + (day.getYear() - OFFSET) + "年" + day.getMonthValue() + "月";
    }

    /** 民國115年11月20日 08:30:05. */
    public static String full(LocalDateTime at) {
        return full(at.toLocalDate()) + " " + time(at.toLocalTime());
    }

    /** 115/11/20, as it is typed into a field. */
    public static String typed(LocalDate day) {
        return String.format(
                Locale.ROOT, "%d/%02d/%02d", day.getYear() - OFFSET, day.getMonthValue(), day.getDayOfMonth());
    }

    /** 08:30:05, 24 hours. */
    public static String time(LocalTime t) {
        return String.format(Locale.ROOT, "%02d:%02d:%02d", t.getHour(), t.getMinute(), t.getSecond());
    }

    /**
     * Reads a date as people type it: 115/11/20, 民國115年11月20日, 1151120, 2026-11-20. A year under 1000 is ROC.
     *
     * Full-width digits and signs, as Chinese input methods write them, count as plain ones.
     *
     * @return empty when it is no date, 112/02/29 and the year 0 included
     */
    public static Optional<LocalDate> parse(String text) {
        String plain = halfWidth(text);
        Matcher m = TYPED.matcher(plain);
        if (!m.matches()) {
            m = COMPACT.matcher(plain);
            if (!m.matches()) {
                return Optional.empty();
            }
        }
        int year = Integer.parseInt(m.group(1));
        if (year == 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.of(
                    year < 1000 ? year + OFFSET : year, Integer.parseInt(m.group(2)), Integer.parseInt(m.group(3))));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Reads a time of day: 8:30, 08:30:05, 8時30分. */
    public static Optional<LocalTime> parseTime(String text) {
        Matcher m = TIME.matcher(halfWidth(text));
        if (!m.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalTime.of(
                    Integer.parseInt(m.group(1)),
                    Integer.parseInt(m.group(2)),
                    m.group(3) == null ? 0 : Integer.parseInt(m.group(3))));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static String halfWidth(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC);
    }
}
