package warren.server.rabbit;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Settings in the form of rabbitmq.conf: lines {@code key = value}, of which later ones count more.
 *
 * @param config below {@code warren}; each value knows its file, line and key
 * @param warnings one line for each key that has no effect here
 * @param files that were read
 */
public record RabbitConf(Config config, List<String> warnings, List<Path> files) {
    private static final Pattern LISTENER = Pattern.compile("(?:\\[?([^\\]]+?)\\]?:)?(\\d+)");
    private static final List<String> TALKATIVE_FIRST = List.of("debug", "info", "warning", "error");

    /** True when this file, or directory of files, is in this form. */
    public static boolean isFormOf(Path file) {
        return Files.isDirectory(file) || ConfLine.isFormOf(file);
    }

    /**
     * Reads a file and the snippets in the directory {@code conf.d} beside it, or all snippets of a directory: files that end in
     * {@code .conf}, in the order of their names.
     */
    public static RabbitConf read(List<Path> places) throws ConfException {
        List<Path> files = new ArrayList<>();
        for (Path place : places) {
            if (Files.isDirectory(place)) {
                files.addAll(snippets(place));
                continue;
            }
            files.add(place);
            Path beside = place.resolveSibling("conf.d");
            if (Files.isDirectory(beside)) {
                files.addAll(snippets(beside));
            }
        }
        var reading = new Reading();
        for (Path file : files) {
            for (ConfLine line : ConfLine.read(file)) {
                reading.take(line);
            }
        }
        return new RabbitConf(reading.config(), reading.warnings, files);
    }

    private static List<Path> snippets(Path directory) throws ConfException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".conf"))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new ConfException("cannot read the settings in " + directory);
        }
    }

    /** What the lines so far amount to. */
    private static final class Reading {
        private final Map<String, Object> values = new LinkedHashMap<>();
        private final Map<String, Map<String, Object>> lists = new HashMap<>();
        private final Map<String, String> origins = new HashMap<>();
        private final Map<String, String> listenerNames = new HashMap<>();
        private final List<String> warnings = new ArrayList<>();

        void take(ConfLine line) throws ConfException {
            Key key = Keys.find(line.key())
                    .orElseThrow(() -> new ConfException(
                            line.place() + ": RabbitMQ has no setting " + line.key() + ", or Warren does not know it"));
            Key.Effect effect = key.effect();
            if (effect instanceof Key.Sets sets) {
                set(line, key, sets);
            } else if (effect instanceof Key.Lists list) {
                list(line, key, list.setting());
            } else if (effect instanceof Key.Listens listens) {
                listen(line, key, listens.section());
            } else if (effect instanceof Key.Checks checks) {
                read(line, checks.reader());
            } else if (effect instanceof Key.Ignored ignored) {
                warnings.add(line.place() + ": " + line.key() + " has no effect: " + ignored.reason());
            } else if (effect instanceof Key.Refused refused) {
                throw new ConfException(line.place() + ": " + line.key() + " cannot be set: " + refused.reason());
            }
        }

        private void set(ConfLine line, Key key, Key.Sets sets) throws ConfException {
            Object value = read(line, sets.reader());
            if (sets.list()) {
                // numbered keys count in the order of their numbers
                String name = key.name(line.key()).orElse("");
                listOf(sets.setting(), line)
                        .put(name.matches("\\d{1,9}") ? String.format("%09d", Integer.valueOf(name)) : name, value);
                return;
            }
            Object before = values.get(sets.setting());
            if (sets.setting().equals("log.level") && before != null) {
                // several outlets, one level: what any of them is to show
                value = TALKATIVE_FIRST.indexOf(before) < TALKATIVE_FIRST.indexOf(value) ? before : value;
            }
            put(sets.setting(), value, line);
        }

        private void list(ConfLine line, Key key, String setting) throws ConfException {
            Map<String, Object> names = listOf(setting, line);
            if (key.name(line.key()).isEmpty()) {
                read(line, Values.only("none"));
            } else if (Values.bool(read(line, Values::bool).toString())) {
                String name = key.name(line.key()).get();
                names.put(name, name);
            } else {
                names.remove(key.name(line.key()).get());
            }
        }

        private void listen(ConfLine line, Key key, String section) throws ConfException {
            if (line.value().equals("none")) {
                put(section.equals("tls") ? "tls.port" : "amqp.enabled", section.equals("tls") ? 0 : false, line);
                return;
            }
            String name = key.name(line.key()).orElse("");
            String known = listenerNames.putIfAbsent(section, name);
            if (known != null && !known.equals(name)) {
                throw new ConfException(line.place() + ": " + line.key()
                        + " cannot be set: there is one such listener, '" + known + "'; 0.0.0.0 takes all addresses");
            }
            Matcher listener = LISTENER.matcher(line.value());
            if (!listener.matches()) {
                throw wrong(line, "a port, or an address and a port such as 127.0.0.1:5672");
            }
            if (listener.group(1) != null) {
                put(section + ".host", listener.group(1), line);
            }
            put(section + ".port", Long.valueOf(listener.group(2)), line);
        }

        private static Object read(ConfLine line, Values.Reader reader) throws ConfException {
            try {
                return reader.read(line.value());
            } catch (ConfException refused) {
                throw wrong(line, String.valueOf(refused.getMessage()));
            }
        }

        private static ConfException wrong(ConfLine line, String allowed) {
            return new ConfException(
                    line.place() + ": " + line.key() + " = " + line.value() + " is not allowed: " + allowed);
        }

        private Map<String, Object> listOf(String setting, ConfLine line) {
            origins.put(setting, line.origin());
            return lists.computeIfAbsent(setting, none -> new TreeMap<>());
        }

        private void put(String setting, Object value, ConfLine line) {
            values.put(setting, value);
            origins.put(setting, line.origin());
        }

        Config config() {
            lists.forEach((setting, members) -> values.put(setting, List.copyOf(members.values())));
            Config config = ConfigFactory.empty();
            for (Map.Entry<String, Object> value : values.entrySet()) {
                String origin = origins.getOrDefault(value.getKey(), "rabbitmq.conf");
                config = config.withValue(
                        "warren." + value.getKey(), ConfigValueFactory.fromAnyRef(value.getValue(), origin));
            }
            return config;
        }
    }
}
