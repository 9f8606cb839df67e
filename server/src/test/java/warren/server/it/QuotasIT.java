package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Quotas of publishing: who exceeds one is slowed and loses nothing, and nobody else notices. */
class QuotasIT {
    /** At one a second it would take an hour. */
    private static final int MESSAGES = 3600;

    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.own();

    private static String hostOfOffender = "/";

    @RegisterExtension
    final Clients clients = new Clients(broker);

    @AfterEach
    void clear() {
        broker.ctl("clear_vhost_limits", "-p", "slow");
        broker.ctl("clear_user_limits", "offender", "all");
        broker.ctl("clear_policy", "slow");
    }

    @Test
    void ofAUser() throws Exception {
        offender("/");
        ok("set_user_limits", "offender", "{\"max-publish-rate\": 1}");
        assertThat(broker.ctl("-q", "list_user_limits", "--user", "offender").output())
                .containsExactly("{\"max-publish-rate\":1}");

        try (Connection connection = connect("/")) {
            isSlowedAlone(connection, () -> ok("clear_user_limits", "offender", "max-publish-rate"));
        }
    }

    @Test
    void ofAVirtualHost_inBytes() throws Exception {
        ok("add_vhost", "slow");
        offender("slow");
        ok("set_vhost_limits", "-p", "slow", "{\"max-publish-bytes-rate\": 1}");

        try (Connection connection = connect("slow")) {
            isSlowedAlone(connection, () -> ok("clear_vhost_limits", "-p", "slow"));
        }
    }

    @Test
    void ofAQueue_byArgumentOrPolicy_theSmallerCounts() throws Exception {
        offender("/");
        ok("set_policy", "slow", "^offended$", "{\"max-publish-rate\": 100}");
        try (Connection connection = connect("/");
                Channel channel = connection.createChannel()) {
            channel.queueDeclare("offended", false, true, false, Map.of("x-max-publish-rate", 1_000_000));
            channel.confirmSelect();
            for (int i = 0; i < 1000; i++) {
                channel.basicPublish("", "offended", null, new byte[1]);
            }
            awaitFlow();
            neighbourPublishes();
            // slowed, but all of it is taken and confirmed
            channel.waitForConfirmsOrDie(60_000);
            assertThat(channel.messageCount("offended")).isEqualTo(1000);
        }
        Channel another = clients.channel();
        assertThat(Closed.by(
                        () -> another.queueDeclare("refused", false, true, false, Map.of("x-max-publish-rate", 0))))
                .contains("invalid arg 'x-max-publish-rate'");
        assertThat(broker.ctl("set_policy", "slow", ".*", "{\"max-publish-rate\": \"5\"}")
                        .status())
                .isNotZero();
    }

    private void isSlowedAlone(Connection offender, Runnable release) throws Exception {
        try (Channel channel = offender.createChannel()) {
            channel.queueDeclare("offended", false, true, false, null);
            channel.confirmSelect();
            for (int i = 0; i < MESSAGES; i++) {
                channel.basicPublish("", "offended", null, new byte[1]);
            }
            awaitFlow();
            neighbourPublishes();
            assertThat(taken()).isLessThan(MESSAGES);

            release.run();

            channel.waitForConfirmsOrDie(60_000);
            assertThat(taken()).isEqualTo(MESSAGES);
            assertThat(states()).doesNotContain("offender\tflow");
        }
    }

    private void neighbourPublishes() throws Exception {
        Channel channel = clients.channel();
        String queue = clients.name("neighbour");
        channel.queueDeclare(queue, false, true, false, null);
        channel.confirmSelect();
        for (int i = 0; i < MESSAGES; i++) {
            channel.basicPublish("", queue, null, new byte[1]);
        }
        channel.waitForConfirmsOrDie(60_000);
        assertThat(channel.messageCount(queue)).isEqualTo(MESSAGES);
    }

    private static void awaitFlow() throws Exception {
        Wire.await("state flow", () -> states().contains("offender\tflow"));
    }

    private static List<String> states() {
        return broker.ctl("-q", "list_connections", "user", "state").output();
    }

    private static long taken() {
        return broker
                .ctl("-q", "list_queues", "--no-table-headers", "-p", hostOfOffender, "name", "messages")
                .output()
                .stream()
                .filter(line -> line.startsWith("offended\t"))
                .mapToLong(line -> Long.parseLong(line.split("\t")[1]))
                .findFirst()
                .orElseThrow();
    }

    private static void offender(String host) {
        hostOfOffender = host;
        broker.ctl("add_user", "offender", "secret");
        ok("set_permissions", "-p", host, "offender", ".*", ".*", ".*");
    }

    private static Connection connect(String host) throws Exception {
        ConnectionFactory factory = broker.factory();
        factory.setUsername("offender");
        factory.setPassword("secret");
        factory.setVirtualHost(host);
        return factory.newConnection();
    }

    private static void ok(String... arguments) {
        assertThat(broker.ctl(arguments).status())
                .as(String.join(" ", arguments))
                .isZero();
    }
}
