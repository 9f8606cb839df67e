package warren.actors.connection;

import java.time.Instant;
import warren.actors.info.ConnectionInfo;
import warren.actors.info.TlsInfo;
import warren.transport.tls.TlsSession;

/** A connection's answer to an operator. */
final class ConnectionPicture {
    private ConnectionPicture() {}

    static ConnectionInfo of(Link link, Session session, int channels, Instant connectedAt, String state) {
        var peers = link.peers;
        return new ConnectionInfo(
                link.context.getSelf().path().name(),
                peers.name(),
                peers.local().getAddress().getHostAddress(),
                peers.local().getPort(),
                peers.remote().getAddress().getHostAddress(),
                peers.remote().getPort(),
                session.user(),
                session.virtualHost(),
                session.mechanism(),
                state,
                channels,
                session.channelMax(),
                session.frameMaxBytes(),
                session.heartbeatSeconds(),
                session.clientProperties(),
                link.traffic.receivedBytes(),
                link.traffic.receivedCount(),
                link.socket.sentBytes(),
                link.socket.sentCount(),
                0,
                connectedAt,
                link.tls.map(ConnectionPicture::of));
    }

    private static TlsInfo of(TlsSession tls) {
        return new TlsInfo(
                tls.protocol(),
                tls.keyExchange(),
                tls.cipher(),
                tls.hash(),
                tls.peer().map(peer -> new TlsInfo.Peer(peer.subject(), peer.issuer(), peer.validity())));
    }
}
