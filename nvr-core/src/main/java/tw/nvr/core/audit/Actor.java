package tw.nvr.core.audit;

import java.util.Locale;
import java.util.Objects;

/**
 * Who did it. Immutable.
 *
 * @param kind how we know
 * @param name the operating-system user's name, the account's name, or the part of the program
 */
public record Actor(Kind kind, String name) {
    public enum Kind {
        /** An operating-system user, known from the control socket's or loopback connection's peer credentials. */
        OS_USER,
        /** A person's account of the console. */
        ACCOUNT,
        /** Somebody at the console of this box whose operating-system user could not be told. */
        LOCAL_CONSOLE,
        /** The recorder itself. */
        SYSTEM;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        public static Kind ofWireName(String name) {
            return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    public Actor {
        Objects.requireNonNull(kind);
        if (name.isBlank()) {
            throw new IllegalArgumentException("an actor needs a name");
        }
    }

    public static Actor osUser(String name) {
        return new Actor(Kind.OS_USER, name);
    }

    public static Actor system(String part) {
        return new Actor(Kind.SYSTEM, part);
    }

    @Override
    public String toString() {
        return kind.wireName() + ":" + name;
    }
}
