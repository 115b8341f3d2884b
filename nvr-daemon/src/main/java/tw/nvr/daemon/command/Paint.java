package tw.nvr.daemon.command;

import tw.nvr.core.health.HealthStatus;

/** Colours for people at a terminal; the words always say the same. Stateless. */
final class Paint {
    private Paint() {}

    static String status(Session session, HealthStatus status, String text) {
        if (!session.terminal().colour()) {
            return text;
        }
        String code = switch (status) {
            case OK -> "32";
            case WARNING -> "33";
            case CRITICAL -> "1;31";
            case UNKNOWN -> "35";
        };
        return "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
