package warren.actors.connection;

import java.time.Duration;

/**
 * What every connection is told of the broker.
 *
 * @param budgetBytes publishes and commands that a connection may have in work before its socket is no longer read
 */
public record ConnectionSettings(
        String version,
        String clusterName,
        int frameMaxBytes,
        int channelMax,
        int heartbeatSeconds,
        Duration handshakeTimeout,
        long messageMaxBytes,
        long budgetBytes) {}
