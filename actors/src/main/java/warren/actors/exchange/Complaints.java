package warren.actors.exchange;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** What goes wrong with one exchange: a line of each kind at a time, with how often it happened since the last one. */
final class Complaints {
    private static final Duration SILENCE = Duration.ofMinutes(1);

    private final Logger log;
    private final String who;
    private final Map<String, Kind> kinds = new HashMap<>();
    private long total;

    private static final class Kind {
        long lastNanos;
        long unsaid;
    }

    /** {@code who}: what each line begins with. */
    Complaints(Logger log, String who) {
        this.log = log;
        this.who = who;
    }

    /** All so far. */
    long total() {
        return total;
    }

    void add(String kind, String text, @Nullable Throwable cause) {
        total++;
        long now = System.nanoTime();
        Kind known = kinds.get(kind);
        if (known != null && now - known.lastNanos < SILENCE.toNanos()) {
            known.unsaid++;
            return;
        }
        String more = known == null || known.unsaid == 0 ? "" : " (and " + known.unsaid + " times since the last line)";
        known = known == null ? new Kind() : known;
        known.lastNanos = now;
        known.unsaid = 0;
        kinds.put(kind, known);
        log.warn("{} {}{}", who, text, more, cause);
    }
}
