package warren.server;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;

/**
 * What one setting may be.
 *
 * @param path below {@code warren}
 * @param allowed what may stand there, for the one who reads the error
 * @param isGood tells whether the value of this path in a configuration is allowed; may throw for one of a wrong type
 */
record SettingRule(String path, String allowed, BiPredicate<Config, String> isGood) {

    static SettingRule text(String path, String allowed, String pattern) {
        Pattern whole = Pattern.compile(pattern, Pattern.DOTALL);
        return new SettingRule(
                path,
                allowed,
                (config, at) -> whole.matcher(config.getString(at)).matches());
    }

    static SettingRule host(String path) {
        return text(path, "a host name or address to listen on, such as 0.0.0.0", "[A-Za-z0-9_.:%-]+");
    }

    static SettingRule port(String path, String zero) {
        return number(path, 0, 65535, "a port from 1 to 65535, or 0 for " + zero);
    }

    static SettingRule number(String path, long least, long most, String allowed) {
        return new SettingRule(
                path, allowed, (config, at) -> config.getLong(at) >= least && config.getLong(at) <= most);
    }

    static SettingRule bytes(String path, long least, long most, String allowed) {
        return new SettingRule(
                path, allowed, (config, at) -> config.getBytes(at) >= least && config.getBytes(at) <= most);
    }

    static SettingRule shareOrBytes(String path, long leastBytes) {
        return new SettingRule(path, "a number above 0 and up to 1, or a size such as 2 GiB", (config, at) -> {
            String text = config.getString(at);
            if (text.matches("[01](\\.\\d*)?|\\.\\d+")) {
                double value = Double.parseDouble(text);
                return value > 0 && value <= 1;
            }
            return config.getBytes(at) >= leastBytes;
        });
    }

    static SettingRule seconds(String path, long least, long most) {
        String allowed = "whole seconds with their unit, from " + least + "s to " + most + "s";
        return new SettingRule(path, allowed, (config, at) -> {
            Duration value = config.getDuration(at);
            boolean whole = value.equals(Duration.ofSeconds(value.toSeconds()));
            return whole && value.toSeconds() >= least && value.toSeconds() <= most;
        });
    }

    static SettingRule onOff(String path) {
        return new SettingRule(path, "on or off", (config, at) -> config.getBoolean(at) || !config.getBoolean(at));
    }

    static SettingRule oneOf(String path, String... values) {
        Set<String> known = Set.of(values);
        return new SettingRule(
                path, "one of " + String.join(", ", values), (config, at) -> known.contains(config.getString(at)));
    }

    static SettingRule someOf(String path, String... values) {
        Set<String> known = Set.of(values);
        return new SettingRule(path, "a list of at least one of " + String.join(", ", values), (config, at) -> {
            List<String> given = config.getStringList(at);
            return !given.isEmpty() && known.containsAll(given);
        });
    }

    static SettingRule texts(String path, String allowed) {
        return new SettingRule(
                path, allowed, (config, at) -> config.getStringList(at).stream().noneMatch(String::isEmpty));
    }

    /** The line that says what is wrong with the value, if anything is. */
    Optional<String> violation(Config config) {
        String key = "warren." + path;
        boolean good;
        try {
            good = isGood.test(config, key);
        } catch (ConfigException wrongType) {
            good = false;
        }
        return good ? Optional.empty() : Optional.of(line(config, key));
    }

    private String line(Config config, String key) {
        if (!config.hasPathOrNull(key)) {
            return key + " has no value: " + allowed + " is allowed";
        }
        if (config.getIsNull(key)) {
            return key + " is null: " + allowed + " is allowed";
        }
        var value = config.getValue(key);
        return Origins.of(value) + ": " + key + " = " + value.unwrapped() + " is not allowed: " + allowed;
    }
}
