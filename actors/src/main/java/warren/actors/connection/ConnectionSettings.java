package warren.actors.connection;

import java.time.Duration;
import java.util.List;
import warren.transport.tls.PeerCertificate;

/**
 * What every connection is told of the broker.
 *
 * @param budgetBytes publishes and commands that a connection may have in work before its socket is no longer read
 * @param mechanisms the ways to log in, in the order in which they are offered
 * @param loginFrom what of a certificate is the name of its user
 */
public record ConnectionSettings(
        String version,
        String clusterName,
        int frameMaxBytes,
        int channelMax,
        int heartbeatSeconds,
        Duration handshakeTimeout,
        long messageMaxBytes,
        long budgetBytes,
        List<String> mechanisms,
        PeerCertificate.NameSource loginFrom) {}
