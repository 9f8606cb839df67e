package warren.cli;

import java.util.List;
import java.util.Optional;

/**
 * An option that a command knows.
 *
 * @param name long name without dashes in front, words joined by {@code -}
 * @param letter short form, or a space when there is none
 */
record Switch(String name, char letter, Kind kind) {
    /** What follows the name. */
    enum Kind {
        TEXT,
        NUMBER,
        /** Nothing; {@code --no-NAME} turns it off. */
        FLAG
    }

    static final Switch TABLE_HEADERS = new Switch("table-headers", ' ', Kind.FLAG);
    static final Switch TIMEOUT = new Switch("timeout", 't', Kind.NUMBER);

    /** Those that every command takes, whether or not it has a use for them. */
    static final List<Switch> GENERAL = List.of(
            new Switch("node", 'n', Kind.TEXT),
            new Switch("data-dir", ' ', Kind.TEXT),
            new Switch("vhost", 'p', Kind.TEXT),
            new Switch("formatter", ' ', Kind.TEXT),
            TIMEOUT,
            flag("quiet", 'q'),
            flag("silent", 's'),
            flag("longnames", 'l'),
            flag("help", '?'));

    static Switch flag(String name, char letter) {
        return new Switch(name, letter, Kind.FLAG);
    }

    static Switch text(String name) {
        return new Switch(name, ' ', Kind.TEXT);
    }

    static Optional<Switch> named(List<Switch> switches, String name) {
        return switches.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    static Optional<Switch> lettered(List<Switch> switches, char letter) {
        return switches.stream().filter(each -> each.letter() == letter).findFirst();
    }
}
