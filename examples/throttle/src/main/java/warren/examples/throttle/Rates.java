package warren.examples.throttle;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which messages are within the rate of their keys, by the generic cell rate algorithm: for each key the time at which all that was let
 * through would have come at an even pace. A bucket of {@code burst} tokens, kept as one number.
 */
final class Rates {
    private final long nanosPerMessage;
    private final long burstNanos;
    private final Map<String, Long> evenTimes;

    /** {@code keysMax}: the keys that were used last are known; a forgotten one begins anew. */
    Rates(double perSecond, long burst, int keysMax) {
        nanosPerMessage = Math.max(1, (long) (1e9 / perSecond));
        burstNanos = nanosPerMessage * (burst - 1);
        evenTimes = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
                return size() > keysMax;
            }
        };
    }

    /** Takes the next place of this key and tells how long it is until then; zero when that is now. */
    Duration take(String key, Instant now) {
        long nanos = nanos(now);
        long even = Math.max(nanos, evenTimes.getOrDefault(key, Long.MIN_VALUE));
        evenTimes.put(key, even + nanosPerMessage);
        return Duration.ofNanos(Math.max(0, even - burstNanos - nanos));
    }

    /** Takes a place if there is one now. */
    boolean tryTake(String key, Instant now) {
        long nanos = nanos(now);
        long even = Math.max(nanos, evenTimes.getOrDefault(key, Long.MIN_VALUE));
        boolean isFree = even - burstNanos <= nanos;
        if (isFree) {
            evenTimes.put(key, even + nanosPerMessage);
        }
        return isFree;
    }

    private static long nanos(Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano());
    }
}
