package warren.server.rabbit;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Warren does with a key of rabbitmq.conf.
 *
 * @param pattern the key; {@code *} stands for any name in it, {@code **} for all that may follow
 * @param effect sets a setting, warns or refuses
 */
record Key(Pattern pattern, Effect effect) {
    sealed interface Effect {}

    /** The setting gets the value; with a list the value is added. */
    record Sets(String setting, Values.Reader reader, boolean list) implements Effect {}

    /** With the value true, the name in the key is added to a list; the list is there in any case. */
    record Lists(String setting) implements Effect {}

    /** {@code PORT}, {@code HOST:PORT} or none, for a section with a host and a port. */
    record Listens(String section) implements Effect {}

    /** It is read and nothing follows: it has the value that Warren has anyway. */
    record Checks(Values.Reader reader) implements Effect {}

    /** It is about something that Warren does in another way; a warning says so. */
    record Ignored(String reason) implements Effect {}

    /** Who relies on it would be deceived. */
    record Refused(String reason) implements Effect {}

    static Key of(String pattern, Effect effect) {
        String expression = pattern.replace(".", "\\.").replace("**", "\u0000").replace("*", "([^.]+)");
        return new Key(Pattern.compile(expression.replace("\u0000", ".*")), effect);
    }

    static Key sets(String key, String setting, Values.Reader reader) {
        return of(key, new Sets(setting, reader, false));
    }

    static Key adds(String key, String setting, Values.Reader reader) {
        return of(key, new Sets(setting, reader, true));
    }

    static Key checks(String key, Values.Reader reader) {
        return of(key, new Checks(reader));
    }

    static Key ignored(String key, String reason) {
        return of(key, new Ignored(reason));
    }

    static Key refused(String key, String reason) {
        return of(key, new Refused(reason));
    }

    /** The name in the key, where there is one. */
    Optional<String> name(String key) {
        Matcher matcher = pattern.matcher(key);
        return matcher.matches() && matcher.groupCount() > 0 ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
