package warren.server.rabbit;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * RabbitMQ's environment variables, those of its container image among them.
 *
 * @param config what they set below {@code warren}
 * @param files of settings that they name
 * @param warnings one line for each that has no effect here
 */
public record RabbitEnvironment(Config config, List<Path> files, List<String> warnings) {
    private static final Map<String, String> SETTINGS = Map.of(
            "RABBITMQ_DEFAULT_USER", "default-user",
            "RABBITMQ_DEFAULT_PASS", "default-password",
            "RABBITMQ_DEFAULT_VHOST", "default-virtual-host",
            "RABBITMQ_NODE_PORT", "amqp.port",
            "RABBITMQ_NODE_IP_ADDRESS", "amqp.host",
            "RABBITMQ_MNESIA_DIR", "persistence.directory",
            "RABBITMQ_ENABLED_PLUGINS_FILE", "enabled-plugins-file");

    /** The image does not start with them either. */
    private static final List<String> REFUSED = List.of(
            "RABBITMQ_DEFAULT_PASS_FILE",
            "RABBITMQ_DEFAULT_USER_FILE",
            "RABBITMQ_MANAGEMENT_SSL_CACERTFILE",
            "RABBITMQ_MANAGEMENT_SSL_CERTFILE",
            "RABBITMQ_MANAGEMENT_SSL_DEPTH",
            "RABBITMQ_MANAGEMENT_SSL_FAIL_IF_NO_PEER_CERT",
            "RABBITMQ_MANAGEMENT_SSL_KEYFILE",
            "RABBITMQ_MANAGEMENT_SSL_VERIFY",
            "RABBITMQ_SSL_CACERTFILE",
            "RABBITMQ_SSL_CERTFILE",
            "RABBITMQ_SSL_DEPTH",
            "RABBITMQ_SSL_FAIL_IF_NO_PEER_CERT",
            "RABBITMQ_SSL_KEYFILE",
            "RABBITMQ_SSL_VERIFY",
            "RABBITMQ_VM_MEMORY_HIGH_WATERMARK");

    private static final Set<String> IGNORED = Set.of(
            "RABBITMQ_LOG_BASE",
            "RABBITMQ_LOGS",
            "RABBITMQ_ERLANG_COOKIE",
            "RABBITMQ_USE_LONGNAME",
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS",
            "RABBITMQ_ADVANCED_CONFIG_FILE",
            "RABBITMQ_DIST_PORT");

    /** Variables that are empty count as not set. */
    public static RabbitEnvironment of(Map<String, String> environment, String hostName) throws ConfException {
        var variables = new Variables(environment);
        for (String name : REFUSED) {
            if (variables.get(name).isPresent()) {
                throw new ConfException("environment variable " + name
                        + " is set but deprecated, as in RabbitMQ's image: use a configuration file");
            }
        }
        Config config = ConfigFactory.empty();
        for (Map.Entry<String, String> each : SETTINGS.entrySet()) {
            config = with(config, each.getValue(), each.getKey(), variables.get(each.getKey()));
        }
        // RabbitMQ's names have no @ when they are given without one
        Optional<String> node =
                variables.get("RABBITMQ_NODENAME").map(name -> name.contains("@") ? name : name + "@" + hostName);
        config = with(config, "node", "RABBITMQ_NODENAME", node);
        if (variables.get("RABBITMQ_MNESIA_DIR").isEmpty()) {
            String name = node.orElse("rabbit@" + hostName);
            config = with(
                    config,
                    "persistence.directory",
                    "RABBITMQ_MNESIA_BASE",
                    variables.get("RABBITMQ_MNESIA_BASE").map(base -> base + "/" + name));
        }
        List<String> warnings = IGNORED.stream()
                .sorted()
                .filter(name -> variables.get(name).isPresent())
                .map(name -> "environment variable " + name + " has no effect")
                .toList();
        return new RabbitEnvironment(config, files(variables), warnings);
    }

    private record Variables(Map<String, String> all) {
        Optional<String> get(String name) {
            return Optional.ofNullable(all.get(name)).filter(value -> !value.isEmpty());
        }
    }

    private static Config with(Config config, String setting, String variable, Optional<String> value) {
        return value.map(text -> config.withValue(
                        "warren." + setting, ConfigValueFactory.fromAnyRef(text, "environment variable " + variable)))
                .orElse(config);
    }

    /** RabbitMQ takes the name of the file without its ending too. */
    private static List<Path> files(Variables variables) {
        List<Path> files = new ArrayList<>();
        variables.get("RABBITMQ_CONFIG_FILE").ifPresent(name -> {
            Path file = Path.of(name);
            files.add(Files.exists(file) ? file : Path.of(name + ".conf"));
        });
        variables.get("RABBITMQ_CONFIG_FILES").ifPresent(name -> {
            Path directory = Path.of(name.replaceFirst("/\\*\\.conf$", ""));
            files.add(directory);
        });
        return files;
    }
}
