package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Limits of virtual hosts and users, as an operator sets them and clients run into them. */
class LimitsIT {
    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.ownOrOperated();

    @RegisterExtension
    final Clients clients = new Clients(broker);

    @AfterEach
    void clear() {
        broker.ctl("clear_vhost_limits");
        broker.ctl("clear_user_limits", "guest", "all");
    }

    @Test
    void ofConnections_toAVirtualHost() throws Exception {
        clients.connect();
        ok("set_vhost_limits", "{\"max-connections\": 1}");
        assertThat(Closed.by(clients::connect))
                .isEqualTo("connection 530 NOT_ALLOWED - access to vhost '/' refused for user 'guest': connection limit"
                        + " (1) is reached");
        ok("clear_vhost_limits");
        clients.connect();
    }

    @Test
    void ofConnections_ofAUser_areFreedByThoseThatEnd() throws Exception {
        ok("set_user_limits", "guest", "{\"max-connections\": 1}");
        Connection first = broker.factory().newConnection();
        assertThat(Closed.by(clients::connect))
                .isEqualTo("connection 530 NOT_ALLOWED - connection refused for user 'guest': user connection limit (1)"
                        + " is reached");
        first.close();
        Wire.await("room for another", () -> {
            try (Connection another = broker.factory().newConnection()) {
                return another.isOpen();
            } catch (java.io.IOException refused) {
                return false;
            }
        });
    }

    @Test
    void ofQueues_countThoseThatAreThere() throws Exception {
        Channel channel = clients.channel();
        String queue = clients.name("q");
        channel.queueDeclare(queue, false, true, false, null);
        ok("set_vhost_limits", "{\"max-queues\": 1}");
        channel.queueDeclare(queue, false, true, false, null);
        assertThat(Closed.by(() -> channel.queueDeclare("another", false, true, false, null)))
                .isEqualTo("channel 406 PRECONDITION_FAILED - cannot declare queue 'another': queue limit in vhost '/'"
                        + " (1) is reached");
    }

    @Test
    void ofChannels_countThoseOfAllConnections() throws Exception {
        Connection one = clients.connect();
        Channel first = one.createChannel();
        ok("set_user_limits", "guest", "{\"max-channels\": 2}");
        Connection other = clients.connect();
        other.createChannel();
        first.close();
        one.createChannel();
        assertThat(Closed.by(other::createChannel))
                .isEqualTo("connection 530 NOT_ALLOWED - number of channels opened for user 'guest' has reached the"
                        + " maximum allowed user limit of (2)");
        one.close();
        clients.connect().createChannel();
    }

    @Test
    void areListed_andSurviveARestart() {
        ok("set_vhost_limits", "{\"max-queues\": 7, \"max-connections\": 100}");
        ok("set_user_limits", "guest", "{\"max-channels\": 50}");
        ok("set_user_limits", "guest", "{\"max-connections\": 60}");
        if (!BrokerUnderTest.isPeerGiven()) {
            broker.restart();
        }
        assertThat(ok("list_vhost_limits"))
                .isEqualTo("Listing limits for vhost \"/\" ...\n{\"max-connections\":100,\"max-queues\":7}");
        assertThat(ok("list_vhost_limits", "--global"))
                .isEqualTo("Listing limits for all vhosts ...\nvhost\tlimits\n"
                        + "/\t{\"max-connections\":100,\"max-queues\":7}");
        assertThat(ok("list_user_limits"))
                .isEqualTo("Listing limits for user \"guest\" ...\n{\"max-channels\":50,\"max-connections\":60}");
        ok("clear_user_limits", "guest", "max-channels");
        assertThat(ok("list_user_limits", "--user", "guest", "-q")).isEqualTo("{\"max-connections\":60}");
        ok("clear_user_limits", "guest", "all");
        assertThat(ok("list_user_limits", "-q")).isEqualTo("{}");
    }

    @Test
    void areRefused_whenUnknown() {
        assertThat(error("set_vhost_limits", "{\"max-foo\": 5}"))
                .startsWith("Error:\nValidation failed\n\nUnrecognised terms [{<<\"max-foo\">>,5}] in limits");
        assertThat(error("set_user_limits", "guest", "{\"max-channels\": \"x\"}"))
                .startsWith("Error:\nmax-channels should be a number, actually was <<\"x\">>");
        assertThat(error("set_user_limits", "nobody", "{\"max-channels\": 1}"))
                .startsWith("Error:\n{:no_such_user, \"nobody\"}");
        assertThat(error("clear_vhost_limits")).startsWith("Error:\nParameter does not exist");
        assertThat(error("set_vhost_limits", "abc")).startsWith("Error:\nJSON decoding error. Reason: badarg");
        assertThat(broker.ctl("set_vhost_limits", "-p", "nowhere", "{\"max-queues\": 1}")
                        .status())
                .isEqualTo(65);
    }

    private static String ok(String... command) {
        Program.Outcome outcome = broker.ctl(command);
        assertThat(outcome.status())
                .as("%s: %s", String.join(" ", command), outcome)
                .isZero();
        return String.join("\n", outcome.output());
    }

    private static String error(String... command) {
        Program.Outcome outcome = broker.ctl(command);
        assertThat(outcome.status()).isEqualTo(69);
        return String.join("\n", outcome.errors());
    }
}
