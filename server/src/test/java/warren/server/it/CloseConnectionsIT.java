package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.ShutdownSignalException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An operator closes many connections at once. */
class CloseConnectionsIT {
    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.ownOrOperated();

    private static Connection connect(String virtualHost) throws Exception {
        ConnectionFactory factory = broker.factory();
        factory.setVirtualHost(virtualHost);
        factory.setAutomaticRecoveryEnabled(false);
        return factory.newConnection();
    }

    private static CompletableFuture<ShutdownSignalException> end(Connection connection) {
        var end = new CompletableFuture<ShutdownSignalException>();
        connection.addShutdownListener(end::complete);
        return end;
    }

    @Test
    void thoseOfAVirtualHostGo_asManyAsAreAskedFor() throws Exception {
        broker.ctl("add_vhost", "busy");
        broker.ctl("set_permissions", "-p", "busy", "guest", ".*", ".*", ".*");
        Connection elsewhere = connect("/");
        CompletableFuture<ShutdownSignalException> one = end(connect("busy"));
        CompletableFuture<ShutdownSignalException> other = end(connect("busy"));

        assertThat(broker.ctl("close_all_connections", "-p", "busy", "--limit", "1", "first")
                        .output())
                .containsExactly("Closing 1 connections in vhost busy, reason: first...", "Closed 1 connections");
        CompletableFuture.anyOf(one, other).get(20, TimeUnit.SECONDS);
        assertThat(broker.ctl("close_all_connections", "--vhost", "busy", "the rest")
                        .output())
                .containsExactly("Closing all connections in vhost busy, reason: the rest...", "Closed 1 connections");
        assertThat(one.get(20, TimeUnit.SECONDS).getReason().toString()).contains("320");
        assertThat(other.get(20, TimeUnit.SECONDS).getReason().toString()).contains("320");

        CompletableFuture<ShutdownSignalException> last = end(connect("busy"));
        broker.ctl("delete_vhost", "busy");
        assertThat(last.get(20, TimeUnit.SECONDS).getReason().toString())
                .contains("320", "CONNECTION_FORCED - vhost 'busy' is deleted");
        assertThat(elsewhere.isOpen()).isTrue();
        elsewhere.close();
    }

    @Test
    void thoseOfADeletedUserGo() throws Exception {
        broker.ctl("add_user", "leaver", "secret");
        broker.ctl("set_permissions", "leaver", ".*", ".*", ".*");
        ConnectionFactory factory = broker.factory();
        factory.setUsername("leaver");
        factory.setPassword("secret");
        CompletableFuture<ShutdownSignalException> ended = end(factory.newConnection());

        broker.ctl("delete_user", "leaver");

        assertThat(ended.get(20, TimeUnit.SECONDS).getReason().toString())
                .contains("320", "CONNECTION_FORCED - user 'leaver' is deleted");
    }
}
