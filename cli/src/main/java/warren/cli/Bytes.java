package warren.cli;

import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A whole number of bytes as rabbitmqctl reads it, with one of its units or none. */
final class Bytes {
    private static final Pattern NUMBER = Pattern.compile("([+-]?\\d+)(.*)");
    private static final Map<String, Long> UNITS = Map.of(
            "",
            1L,
            "k",
            1L << 10,
            "kiB",
            1L << 10,
            "M",
            1L << 20,
            "MiB",
            1L << 20,
            "G",
            1L << 30,
            "GiB",
            1L << 30,
            "kB",
            1_000L,
            "MB",
            1_000_000L,
            "GB",
            1_000_000_000L);

    private Bytes() {}

    /** With a unit the number must not be negative; without one it may be, and means the same as 0. */
    static Optional<Long> parse(String text) {
        boolean isNegativeWithUnit = text.startsWith("-") && !text.matches("-\\d+");
        OptionalLong parsed = isNegativeWithUnit ? OptionalLong.empty() : parseSigned(text);
        return parsed.isEmpty() ? Optional.empty() : Optional.of(Math.max(0, parsed.getAsLong()));
    }

    static OptionalLong parseSigned(String text) {
        Matcher matcher = NUMBER.matcher(text);
        @Nullable Long unit = matcher.matches() ? UNITS.get(matcher.group(2)) : null;
        if (unit == null) {
            return OptionalLong.empty();
        }
        BigInteger bytes = new BigInteger(matcher.group(1)).multiply(BigInteger.valueOf(unit));
        // more than any disk or memory has is as good as the most that there is a number for
        return OptionalLong.of(bytes.min(BigInteger.valueOf(Long.MAX_VALUE))
                .max(BigInteger.valueOf(Long.MIN_VALUE))
                .longValue());
    }
}
