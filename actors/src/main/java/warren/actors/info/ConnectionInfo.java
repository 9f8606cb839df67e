package warren.actors.info;

import java.time.Instant;
import java.util.Optional;
import warren.routing.message.FieldTable;

/**
 * A client's connection.
 *
 * @param name {@code PEER_HOST:PEER_PORT -> HOST:PORT}
 * @param id the actor's path element, what list commands show as pid
 * @param state {@code starting}, {@code tuning}, {@code opening}, {@code running}, {@code blocking}, {@code blocked} or
 *     {@code closing}
 * @param heartbeatSeconds 0 = none
 */
public record ConnectionInfo(
        String id,
        String name,
        String host,
        int port,
        String peerHost,
        int peerPort,
        String user,
        String virtualHost,
        String authMechanism,
        String state,
        int channels,
        int channelMax,
        int frameMaxBytes,
        int heartbeatSeconds,
        FieldTable clientProperties,
        long receivedBytes,
        long receivedCount,
        long sentBytes,
        long sentCount,
        long sendPending,
        Instant connectedAt,
        Optional<TlsInfo> tls) {}
