package warren.server;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every setting below {@code warren} and what it may be. The file {@code application.conf} explains them to users. */
final class SettingRules {
    private static final long KIB = 1024;
    private static final long MIB = 1024 * KIB;
    private static final long GIB = 1024 * MIB;

    private static final List<SettingRule> SINGLE = List.of(
            SettingRule.text(
                    "node",
                    "a name such as rabbit@host, or \"\" for rabbit@ this host",
                    "|[A-Za-z0-9_.-]+@[A-Za-z0-9_.-]+"),
            SettingRule.onOff("amqp.enabled"),
            SettingRule.host("amqp.host"),
            SettingRule.port("amqp.port", "any free one"),
            SettingRule.bytes("amqp.frame-max", 8 * KIB, 16 * MIB, "a size from 8 KiB to 16 MiB"),
            SettingRule.number("amqp.channel-max", 1, 65535, "a whole number from 1 to 65535"),
            SettingRule.seconds("amqp.heartbeat", 0, 65535),
            SettingRule.seconds("amqp.handshake-timeout", 1, 600),
            SettingRule.bytes("amqp.max-message-size", 1, 512 * MIB, "a size from 1 byte to 512 MiB"),
            SettingRule.bytes("amqp.channel-budget", 64 * KIB, GIB, "a size from 64 KiB to 1 GiB"),
            SettingRule.host("management.host"),
            SettingRule.port("management.port", "none"),
            SettingRule.onOff("event-exchange.enabled"),
            SettingRule.text("event-exchange.virtual-host", "a name of 1 to 255 characters", ".{1,255}"),
            SettingRule.onOff("prometheus.enabled"),
            SettingRule.host("prometheus.host"),
            SettingRule.port("prometheus.port", "any free one"),
            SettingRule.bytes("queues.memory", MIB, 64 * GIB, "a size from 1 MiB to 64 GiB"),
            SettingRule.seconds("management.sample-interval", 1, 60),
            SettingRule.seconds("queues.consumer-timeout", 0, 315_360_000),
            SettingRule.seconds("queues.unacked-warning", 0, 315_360_000),
            SettingRule.number("restarts.in-a-row-max", 0, 1000, "a whole number from 0 to 1000"),
            SettingRule.seconds("restarts.healthy-after", 1, 86_400),
            SettingRule.text("extensions.directory", "a directory", ".+"),
            SettingRule.seconds("extensions.time-limit", 1, 600),
            SettingRule.bytes("alarms.disk-free-limit", 0, Long.MAX_VALUE, "a size such as 50 MB"),
            SettingRule.shareOrBytes("alarms.memory-watermark", MIB),
            SettingRule.text("persistence.directory", "a directory", ".+"),
            SettingRule.onOff("persistence.fsync"),
            SettingRule.bytes("persistence.segment-bytes", MIB, GIB, "a size from 1 MiB to 1 GiB"),
            SettingRule.text("load-definitions", "a file of definitions, or \"\"", ".*"),
            SettingRule.text("enabled-plugins-file", "a file, or \"\"", ".*"),
            SettingRule.text("default-user", "a name of 1 to 255 characters", ".{1,255}"),
            SettingRule.text("default-password", "a text", ".*"),
            SettingRule.text("default-virtual-host", "a name of 1 to 255 characters", ".{1,255}"),
            SettingRule.texts("loopback-users", "a list of user names, such as [guest] or []"),
            SettingRule.texts("default-user-tags", "a list of tags, such as [administrator]"),
            SettingRule.text("default-permissions.configure", "a regular expression", ".*"),
            SettingRule.text("default-permissions.write", "a regular expression", ".*"),
            SettingRule.text("default-permissions.read", "a regular expression", ".*"),
            SettingRule.oneOf("access.password-hashing", "argon2id", "sha-256", "sha-512"),
            SettingRule.bytes("access.argon2.memory", MIB, 256 * MIB, "a size from 1 MiB to 256 MiB"),
            SettingRule.number("access.argon2.iterations", 1, 100, "a whole number from 1 to 100"),
            SettingRule.number("access.failed-logins.max", 0, 100, "a whole number from 0 to 100"),
            SettingRule.seconds("access.failed-logins.window", 1, 3600),
            SettingRule.seconds("access.failed-logins.hold", 1, 3600),
            SettingRule.someOf("auth-mechanisms", "PLAIN", "AMQPLAIN", "EXTERNAL"),
            SettingRule.seconds("tls.handshake-timeout", 1, 600),
            SettingRule.oneOf("tls.login-from.part", "distinguished-name", "common-name", "subject-alternative-name"),
            SettingRule.oneOf("tls.login-from.san-type", "dns", "email", "uri", "ip"),
            SettingRule.number("tls.login-from.san-index", 0, 1000, "a whole number from 0 to 1000"),
            SettingRule.oneOf("log.level", "debug", "info", "warning", "error"),
            SettingRule.onOff("log.console"),
            SettingRule.onOff("log.exchange.enabled"),
            SettingRule.oneOf("log.exchange.level", "debug", "info", "warning", "error"),
            SettingRule.bytes("log.file-size", 64 * KIB, GIB, "a size from 64 KiB to 1 GiB"),
            SettingRule.number("log.files", 1, 100, "a whole number from 1 to 100"));

    /** What is below it belongs to the authors of exchange types. */
    private static final String OF_EXTENSIONS = "extensions.types.";

    static final List<SettingRule> ALL = Stream.of(SINGLE, tls("tls."), tls("management.tls."))
            .flatMap(List::stream)
            .toList();

    private SettingRules() {}

    /** A port with TLS. */
    private static List<SettingRule> tls(String section) {
        return List.of(
                SettingRule.host(section + "host"),
                SettingRule.port(section + "port", "none"),
                SettingRule.text(section + "certificate", "a file, or \"\"", ".*"),
                SettingRule.text(section + "key", "a file, or \"\"", ".*"),
                SettingRule.text(section + "key-password", "a text", ".*"),
                SettingRule.text(section + "ca-certificates", "a file, or \"\"", ".*"),
                SettingRule.oneOf(section + "verify", "none", "peer"),
                SettingRule.onOff(section + "fail-if-no-peer-certificate"),
                SettingRule.number(section + "depth", 0, 100, "a whole number from 0 to 100"),
                SettingRule.someOf(section + "versions", "TLSv1.3", "TLSv1.2"),
                SettingRule.texts(section + "ciphers", "a list of cipher suites, or [] for modern ones"));
    }

    /** The line about the first unknown key below {@code warren} in what a user has set. */
    static Optional<String> unknownKey(Config set) {
        if (!set.hasPath("warren")) {
            return Optional.empty();
        }
        Set<String> known = ALL.stream().map(SettingRule::path).collect(Collectors.toSet());
        for (Map.Entry<String, ConfigValue> entry : set.getConfig("warren").entrySet()) {
            String path = entry.getKey();
            if (!known.contains(path) && !path.startsWith(OF_EXTENSIONS)) {
                return Optional.of(Origins.of(entry.getValue()) + ": unknown setting warren." + path + " = "
                        + entry.getValue().unwrapped() + "; " + neighbours(path, known));
            }
        }
        return Optional.empty();
    }

    /** What there is in the section where the unknown key stands. */
    private static String neighbours(String path, Set<String> known) {
        int dot = path.lastIndexOf('.');
        String section = dot < 0 ? "" : path.substring(0, dot + 1);
        Set<String> names = new TreeSet<>();
        known.stream()
                .filter(each -> each.startsWith(section))
                .forEach(each -> names.add(each.substring(section.length()).split("\\.", 2)[0]));
        return names.isEmpty()
                ? "there is no section warren." + section.replaceFirst("\\.$", "")
                : "warren" + (section.isEmpty() ? "" : "." + section.replaceFirst("\\.$", "")) + " has "
                        + String.join(", ", names);
    }

    /** The line about the first value that is not allowed. */
    static Optional<String> violation(Config config) {
        return ALL.stream()
                .map(rule -> rule.violation(config))
                .flatMap(Optional::stream)
                .findFirst();
    }
}
