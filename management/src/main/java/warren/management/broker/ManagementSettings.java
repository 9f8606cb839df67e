package warren.management.broker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What the two ports need to know.
 *
 * @param node the broker's name
 * @param port of the HTTP API; 0 = none
 * @param sampleInterval between two looks at all objects, for rates and histories
 * @param configFiles shown by {@code status}
 * @param loopbackUsers those who may use the HTTP API from this machine only
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
        List<String> loopbackUsers) {
    /** Copies the lists. */
    public ManagementSettings {
        configFiles = List.copyOf(configFiles);
        logFiles = List.copyOf(logFiles);
        loopbackUsers = List.copyOf(loopbackUsers);
    }
}
