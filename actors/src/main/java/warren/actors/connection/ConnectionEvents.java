package warren.actors.connection;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorSystem;
import warren.actors.feed.Event;
import warren.actors.feed.EventFeed;
import warren.actors.feed.Feeds;
import warren.actors.info.BrokerEvent;
import warren.actors.info.ConnectionInfo;
import warren.actors.info.TlsInfo;
import warren.routing.message.FieldTable;

/** Tells of a connection: its login, its opening, its end. */
final class ConnectionEvents {
    private static final String PROTOCOL = "{0,9,1}";

    private final ActorSystem<?> system;
    private final EventFeed events;
    private final String id;
    private final ConnectionActor.Peers peers;
    private final boolean isTls;
    private FieldTable clientProperties = FieldTable.EMPTY;

    ConnectionEvents(ActorSystem<?> system, String id, ConnectionActor.Peers peers, boolean isTls) {
        this.system = system;
        this.events = Feeds.get(system).events();
        this.id = id;
        this.peers = peers;
        this.isTls = isTls;
    }

    /** What the client says of itself. */
    void introduced(FieldTable properties) {
        clientProperties = properties;
    }

    void loggedIn(String user, String mechanism) {
        BrokerEvent.publish(system, new BrokerEvent.LoginAttempted(true));
        events.tell("user.authentication.success", event -> login(event, user, mechanism));
    }

    void refused(String user, String mechanism, String reason) {
        BrokerEvent.publish(system, new BrokerEvent.LoginAttempted(false));
        events.tell("user.authentication.failure", event -> login(event.characters("error", reason), user, mechanism));
    }

    private void login(Event event, String user, String mechanism) {
        event.flag("ssl", isTls)
                .text("auth_mechanism", mechanism)
                .text("protocol", PROTOCOL)
                .number("peer_port", peers.remote().getPort())
                .address("peer_host", host(peers.remote()))
                .text("connection_name", peers.name())
                .address("host", host(peers.local()))
                .text("name", user)
                .text("connection_type", "network");
    }

    private static String host(InetSocketAddress end) {
        return end.getAddress().getHostAddress();
    }

    void opened(ConnectionInfo connection) {
        BrokerEvent.publish(system, new BrokerEvent.ConnectionOpened());
        events.tell("connection.created", event -> {
            event.by(connection.user())
                    .node()
                    .number("connected_at", connection.connectedAt().toEpochMilli())
                    .terms("client_properties", clientProperties)
                    .number("channel_max", connection.channelMax())
                    .number("frame_max", connection.frameMaxBytes())
                    .number("timeout", connection.heartbeatSeconds())
                    .text("vhost", connection.virtualHost())
                    .text("user", connection.user())
                    .text("protocol", PROTOCOL);
            Optional<TlsInfo> tls = connection.tls();
            Optional<TlsInfo.Peer> peer = tls.flatMap(TlsInfo::peer);
            event.text("ssl_hash", tls.map(TlsInfo::hash).orElse(""))
                    .text("ssl_cipher", tls.map(TlsInfo::cipher).orElse(""))
                    .text("ssl_key_exchange", tls.map(TlsInfo::keyExchange).orElse(""))
                    .text("ssl_protocol", tls.map(TlsInfo::protocol).orElse(""))
                    .text("auth_mechanism", connection.authMechanism())
                    .text("peer_cert_validity", peer.map(TlsInfo.Peer::validity).orElse(""))
                    .text("peer_cert_issuer", peer.map(TlsInfo.Peer::issuer).orElse(""))
                    .text("peer_cert_subject", peer.map(TlsInfo.Peer::subject).orElse(""));
            event.flag("ssl", isTls)
                    .address("peer_host", connection.peerHost())
                    .address("host", connection.host())
                    .number("peer_port", connection.peerPort())
                    .number("port", connection.port())
                    .text("name", connection.name())
                    .pid("pid", id)
                    .text("type", "network");
            ownName(event);
        });
    }

    /** The client's own name of the connection, if it gave one. */
    private void ownName(Event event) {
        clientProperties.text("connection_name").ifPresent(name -> event.text("user_provided_name", name));
    }

    /** The connection's actor ends, however far the connection had come. */
    void ended() {
        events.tell(
                "connection.closed",
                event -> ownName(event.terms("client_properties", clientProperties)
                        .node()
                        .pid("pid", id)
                        .text("name", peers.name())));
    }
}
