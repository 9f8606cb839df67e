package warren.actors.connection;

import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import warren.actors.AmqpError;
import warren.transport.method.Method;

/**
 * What the log hears of a connection, in the words and levels of RabbitMQ. Where a level is not logged nothing is put together. Part of the
 * connection's actor.
 */
final class ConnectionLog {
    private static final Logger LOG = LoggerFactory.getLogger("warren.connection");
    private static final String CLOSING = "closing AMQP connection {}:\n{}";

    private final String pid;
    private final String peers;
    private String clientName = "";
    private String user = "";
    private String virtualHost = "";
    private String state = "starting";

    /** {@code number}: that of the connection among all that were ever accepted. */
    ConnectionLog(String number, ConnectionActor.Peers peers) {
        this.pid = "<0." + number + ".0>";
        this.peers = peers.name();
    }

    /** The connection as far as it is known, put together only when a line needs it. */
    private record Shown(ConnectionLog connection, boolean withName, boolean withUser, boolean withState) {
        @Override
        public String toString() {
            return connection.show(withName, withUser, withState);
        }
    }

    private String show(boolean withName, boolean withUser, boolean withState) {
        var text = new StringBuilder(pid).append(" (").append(peers);
        if (withName && !clientName.isEmpty()) {
            text.append(" - ").append(clientName);
        }
        boolean isOpen = !virtualHost.isEmpty();
        if (withUser && !user.isEmpty() && (isOpen || !withState)) {
            text.append(", vhost: '").append(isOpen ? virtualHost : "none").append('\'');
        }
        if (withUser && !user.isEmpty()) {
            text.append(", user: '").append(user).append('\'');
        }
        if (withState) {
            text.append(", state: ").append(state);
        }
        return text.append(')').toString();
    }

    private Shown name() {
        return new Shown(this, true, false, false);
    }

    private Shown whole() {
        return new Shown(this, true, true, false);
    }

    private Shown inState() {
        return new Shown(this, true, true, true);
    }

    /** The first bytes have come. */
    void accepted() {
        LOG.info("accepting AMQP connection {}", name());
    }

    /** The client has a name of its own for it. */
    void introduced(String name) {
        LOG.info("connection {} has a client-provided name: {}", name(), name);
        clientName = name;
    }

    void loggedIn(String as) {
        user = as;
        state = "tuning";
    }

    void tuned() {
        state = "opening";
    }

    void opened(String host) {
        virtualHost = host;
        state = "running";
        LOG.info("connection {}: user '{}' authenticated and granted access to vhost '{}'", name(), user, host);
    }

    /** It cannot begin; {@code reason}: why. */
    void refused(String reason) {
        LOG.error("Error on AMQP connection {}:\n{}", inState(), reason);
    }

    /** The other end speaks another protocol. */
    void notAmqp(String header) {
        LOG.error(CLOSING, name(), header);
    }

    void handshakeTimedOut(boolean sentHeader) {
        LOG.error(CLOSING, name(), sentHeader ? "{handshake_timeout,frame_header}" : "{handshake_timeout,handshake}");
    }

    /** An error ends it. {@code operation}: class and method in one, 0 for none. */
    void failed(int channel, AmqpError error, int operation) {
        LOG.error(
                "Error on AMQP connection {}, channel {}:\n operation {} caused a connection exception {}: \"{}\"",
                inState(),
                channel,
                name(operation),
                code(error),
                error.text());
    }

    void channelFailed(int channel, AmqpError error, int operation) {
        LOG.error(
                "Channel error on connection {}, channel {}:\noperation {} caused a channel exception {}: {}",
                new Shown(this, false, true, false),
                channel,
                name(operation),
                code(error),
                error.text());
    }

    private static String name(int operation) {
        return operation == 0 ? "none" : Method.nameOf(operation);
    }

    private static String code(AmqpError error) {
        return error.code().name().toLowerCase(Locale.ROOT);
    }

    /** A defect of ours. */
    void channelBroken(int channel, Throwable cause) {
        LOG.error("channel {} of connection {} failed", channel, whole(), cause);
    }

    void heartbeatsMissed(int timeoutSeconds) {
        LOG.error(CLOSING, name(), "missed heartbeats from client, timeout: " + timeoutSeconds + "s");
    }

    void closedByOperator(String reason) {
        LOG.info("Closing connection {} because \"{}\"", pid, reason);
    }

    /** The socket has closed without a word. */
    void lost() {
        LOG.warn(CLOSING, whole(), "client unexpectedly closed TCP connection");
    }

    /** The same before it had sent a byte, as probes of load balancers do. */
    void probed() {
        LOG.debug(CLOSING, name(), "connection_closed_with_no_data_received");
    }

    void closed() {
        LOG.info("closing AMQP connection {}", whole());
    }
}
