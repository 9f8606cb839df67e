package warren.server.rabbit;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How RabbitMQ writes values. Each reader turns a text into the value of a setting of Warren's, or throws with what is allowed. */
final class Values {
    private static final Pattern SIZE = Pattern.compile("(\\d+)\\s*([A-Za-z]*)");
    private static final long KIB = 1024;
    private static final long KB = 1000;
    private static final long MILLIS = 1000;
    /** RabbitMQ's units of information. */
    private static final Map<String, Long> UNITS = Map.ofEntries(
            Map.entry("", 1L),
            Map.entry("k", KIB),
            Map.entry("kib", KIB),
            Map.entry("m", KIB * KIB),
            Map.entry("mib", KIB * KIB),
            Map.entry("g", KIB * KIB * KIB),
            Map.entry("gib", KIB * KIB * KIB),
            Map.entry("t", KIB * KIB * KIB * KIB),
            Map.entry("tib", KIB * KIB * KIB * KIB),
            Map.entry("kb", KB),
            Map.entry("mb", KB * KB),
            Map.entry("gb", KB * KB * KB),
            Map.entry("tb", KB * KB * KB * KB));

    private Values() {}

    /** Makes a value of a text. */
    interface Reader {
        Object read(String text) throws ConfException;
    }

    static String text(String text) {
        return text;
    }

    static Boolean bool(String text) throws ConfException {
        return switch (text) {
            case "true", "on" -> true;
            case "false", "off" -> false;
            default -> throw new ConfException("true or false");
        };
    }

    static Long number(String text) throws ConfException {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException other) {
            throw new ConfException("a whole number");
        }
    }

    /** 0 has no limit, which is the most that there can be. */
    static Long channels(String text) throws ConfException {
        long channels = number(text);
        return channels == 0 ? 65_535 : channels;
    }

    static String seconds(String text) throws ConfException {
        return number(text) + "s";
    }

    /** Rounded up to seconds. */
    static String millis(String text) throws ConfException {
        return (number(text) + MILLIS - 1) / MILLIS + "s";
    }

    static Long bytes(String text) throws ConfException {
        Matcher size = SIZE.matcher(text);
        Long unit = size.matches() ? UNITS.get(size.group(2).toLowerCase(Locale.ROOT)) : null;
        if (unit == null) {
            throw new ConfException("a size such as 2GB or 500MiB");
        }
        return Long.parseLong(size.group(1)) * unit;
    }

    /** A multiple of this machine's memory. */
    static Long timesMemory(String text) throws ConfException {
        long memory = ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : Runtime.getRuntime().maxMemory();
        return (long) (decimal(text) * memory);
    }

    static Double decimal(String text) throws ConfException {
        try {
            return Double.valueOf(text);
        } catch (NumberFormatException other) {
            throw new ConfException("a number");
        }
    }

    static String verify(String text) throws ConfException {
        return switch (text) {
            case "verify_peer" -> "peer";
            case "verify_none" -> "none";
            default -> throw new ConfException("verify_peer or verify_none");
        };
    }

    static String version(String text) throws ConfException {
        return switch (text) {
            case "tlsv1.3" -> "TLSv1.3";
            case "tlsv1.2" -> "TLSv1.2";
            default -> throw new ConfException("tlsv1.3 or tlsv1.2; older versions are not safe");
        };
    }

    static String level(String text) throws ConfException {
        return switch (text) {
            case "debug", "info", "warning", "error" -> text;
            case "notice" -> "info";
            case "critical", "alert", "emergency", "none" -> "error";
            default -> throw new ConfException("one of debug, info, warning, error");
        };
    }

    static String hashing(String text) throws ConfException {
        return switch (text) {
            case "rabbit_password_hashing_sha256" -> "sha-256";
            case "rabbit_password_hashing_sha512" -> "sha-512";
            default -> throw new ConfException("rabbit_password_hashing_sha256 or rabbit_password_hashing_sha512");
        };
    }

    static String loginPart(String text) throws ConfException {
        return switch (text) {
            case "distinguished_name", "common_name", "subject_alternative_name" -> text.replace('_', '-');
            default -> throw new ConfException("distinguished_name, common_name or subject_alternative_name");
        };
    }

    /** The one value that is also Warren's. */
    static Reader only(String value) {
        return text -> {
            if (!text.equals(value)) {
                throw new ConfException(value);
            }
            return text;
        };
    }
}
