package warren.management.broker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import warren.actors.broker.BrokerStatus.Listener;
import warren.management.plugins.PluginSettings;

/**
 * What the two ports need to know.
 *
 * @param node the broker's name
 * @param port of the HTTP API; 0 = none
 * @param sampleInterval between two looks at all objects, for rates and histories
 * @param configFiles shown by {@code status}
 * @param loopbackUsers those who may use the HTTP API from this machine only, as it is set now
 * @param mechanisms the ways to log in with AMQP
 * @param prometheus where Prometheus is answered when it is; port 0 = any free one
 */
public record ManagementSettings(
        String node,
        String version,
        String host,
        int port,
        Duration sampleInterval,
        Path dataDirectory,
        List<String> configFiles,
        List<String> logFiles,
        Supplier<List<String>> loopbackUsers,
        List<String> mechanisms,
        TlsPorts tls,
        Listener prometheus,
        PluginSettings plugins) {
    /** Copies the lists. */
    public ManagementSettings {
        configFiles = List.copyOf(configFiles);
        logFiles = List.copyOf(logFiles);
        mechanisms = List.copyOf(mechanisms);
    }

    /** The ports of the HTTP API when it is open. */
    public List<Listener> listeners() {
        List<Listener> listeners = new ArrayList<>();
        if (port != 0) {
            listeners.add(new Listener(host, port, "http", "HTTP API"));
        }
        tls.https()
                .ifPresent(also ->
                        listeners.add(new Listener(also.host(), also.port(), "https", "HTTP API over TLS (HTTPS)")));
        return listeners;
    }
}
