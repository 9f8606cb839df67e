package warren.actors.queue;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A time as RabbitMQ's streams spell it: a whole number and Y, M, D, h, m or s, such as {@code 7D}. */
public final class MaxAge {
    private static final Pattern TEXT = Pattern.compile("([0-9]{1,18})([YMDhms])");
    /** Years and months as RabbitMQ counts them. */
    private static final Map<String, Duration> UNITS = Map.of(
            "Y", Duration.ofDays(365),
            "M", Duration.ofDays(30),
            "D", Duration.ofDays(1),
            "h", Duration.ofHours(1),
            "m", Duration.ofMinutes(1),
            "s", Duration.ofSeconds(1));

    private MaxAge() {}

    /** In milliseconds, as many as there can be when it is longer; empty when this is no such text. */
    public static Optional<Long> millis(String text) {
        Matcher matcher = TEXT.matcher(text);
        long number = matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
        if (number == 0) {
            return Optional.empty();
        }
        long unit = UNITS.getOrDefault(matcher.group(2), Duration.ZERO).toMillis();
        return Optional.of(number > Long.MAX_VALUE / unit ? Long.MAX_VALUE : number * unit);
    }
}
