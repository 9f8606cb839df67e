package warren.management.rates;

import java.util.Optional;

/**
 * Which samples a request wants to see: one for each {@code incrMillis} of the last {@code ageMillis}.
 */
public record Range(long ageMillis, long incrMillis) {
    private static final long SAMPLES_MAX = 10_000;

    /** From a query's seconds; empty when they make no sense. */
    public static Optional<Range> of(String age, String incr) {
        try {
            long ageMillis = Long.parseLong(age) * 1000;
            long incrMillis = Long.parseLong(incr) * 1000;
            boolean isGood = ageMillis > 0 && incrMillis > 0 && ageMillis / incrMillis <= SAMPLES_MAX;
            return isGood ? Optional.of(new Range(ageMillis, incrMillis)) : Optional.empty();
        } catch (NumberFormatException none) {
            return Optional.empty();
        }
    }
}
