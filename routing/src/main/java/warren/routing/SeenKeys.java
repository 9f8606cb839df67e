package warren.routing;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;
import warren.routing.message.LongString;
import warren.routing.message.Message;

/**
 * The window of an exchange of type x-message-deduplication: the keys of the messages that it has seen, each for a while, at most so
 * many; the oldest makes room. Arguments, as in the community's plug-in: x-cache-size, x-cache-ttl and x-cache-persistence (memory or
 * disk); a message's header x-cache-ttl goes before the argument. Mutable and for one thread.
 */
public final class SeenKeys {
    /** The time of a key that is kept for as long as there is room. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final String SIZE = "x-cache-size";
    private static final String TTL = "x-cache-ttl";
    private static final String PERSISTENCE = "x-cache-persistence";

    /** A key leaves the window; {@code place} is what was last {@link #setPlace set} for it, or -1. */
    public interface Leaver {
        /** Hears of it. */
        void left(String key, long place);
    }

    private static final class Entry {
        final long untilMillis;
        long place = -1;

        Entry(long untilMillis) {
            this.untilMillis = untilMillis;
        }
    }

    private final LinkedHashMap<String, Entry> entries = new LinkedHashMap<>();
    private final Leaver leaver;
    private long sizeMax = Long.MAX_VALUE;
    private OptionalLong ttlMillis = OptionalLong.empty();

    public SeenKeys(Leaver leaver) {
        this.leaver = leaver;
    }

    /** Why an exchange with these arguments is refused (406 PRECONDITION_FAILED), in the plug-in's words; empty when it is not. */
    static Optional<String> refusal(FieldTable arguments) {
        if (!isNumber(arguments.get(SIZE).orElse(null))) {
            return Optional.of("Missing or invalid argument, 'x-cache-size' must be an integer greater than 0");
        }
        FieldValue ttl = arguments.get(TTL).orElse(null);
        if (ttl != null && !isNumber(ttl)) {
            return Optional.of("Invalid argument, 'x-cache-ttl' must be an integer greater than 0");
        }
        FieldValue persistence = arguments.get(PERSISTENCE).orElse(LongString.of("memory"));
        return persistence.equals(LongString.of("memory")) || persistence.equals(LongString.of("disk"))
                ? Optional.empty()
                : Optional.of("Invalid argument, 'x-cache-persistence' must be either 'disk' or 'memory'");
    }

    /** True when the window of an exchange with these arguments is to survive a restart. */
    public static boolean isOnDisk(FieldTable arguments) {
        return arguments.text(PERSISTENCE).filter("disk"::equals).isPresent();
    }

    private static boolean isNumber(@Nullable FieldValue value) {
        return number(value).orElse(0) > 0;
    }

    /** The plug-in takes numbers as text too. */
    private static OptionalLong number(@Nullable FieldValue value) {
        if (value instanceof FieldValue.Int number) {
            return OptionalLong.of(number.value());
        }
        return value instanceof LongString text && text.text().matches("[0-9]{1,18}")
                ? OptionalLong.of(Long.parseLong(text.text()))
                : OptionalLong.empty();
    }

    /** These arguments count from now on; what is in the window keeps its time. */
    public void follow(FieldTable arguments) {
        sizeMax = number(arguments.get(SIZE).orElse(null)).orElse(Long.MAX_VALUE);
        ttlMillis = number(arguments.get(TTL).orElse(null));
        shrink();
    }

    /** Until when the key of a message that comes now is kept. */
    public long untilMillis(Message message, long nowMillis) {
        FieldValue own = message.properties().headers().get(TTL).orElse(null);
        long ttl = own instanceof FieldValue.Int number ? number.value() : ttlMillis.orElse(NEVER);
        return ttl > NEVER - nowMillis ? NEVER : nowMillis + ttl;
    }

    /** True when the key is in the window. */
    public boolean contains(String key, long nowMillis) {
        Entry entry = entries.get(key);
        if (entry != null && entry.untilMillis <= nowMillis) {
            remove(key);
            return false;
        }
        return entry != null;
    }

    /** Adds a key that is not in the window. */
    public void add(String key, long untilMillis) {
        entries.put(key, new Entry(untilMillis));
        shrink();
    }

    private void shrink() {
        while (entries.size() > sizeMax) {
            remove(entries.keySet().iterator().next());
        }
    }

    /** Takes a key out, if it is there. */
    public void remove(String key) {
        Entry entry = entries.remove(key);
        if (entry != null) {
            leaver.left(key, entry.place);
        }
    }

    /** Where the key is kept on disk. Returns false when it is not in the window any more, or kept elsewhere. */
    public boolean setPlace(String key, long place) {
        Entry entry = entries.get(key);
        if (entry == null || (entry.place >= 0 && entry.place != place)) {
            return false;
        }
        entry.place = place;
        return true;
    }

    /** How many keys are in the window; some of them may be over. */
    public int size() {
        return entries.size();
    }
}
