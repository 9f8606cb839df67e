package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The articles' rabbitmqctl lines, by warrenctl. */
class ArticleOperatorIT {
    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.own();

    @RegisterExtension
    final Clients clients = new Clients(broker);

    private static List<String> ctl(String... arguments) {
        Program.Outcome outcome = broker.ctl(arguments);
        assertThat(outcome.status())
                .as("%s: %s", String.join(" ", arguments), outcome.errors())
                .isZero();
        return outcome.output();
    }

    @Test
    void article000_listQueuesShowsHowManyMessagesWait() throws Exception {
        try (Python python = new Python(broker, Python.Style.OLD)) {
            python.run("004/send");
        }
        try (Connection connection = broker.factory().newConnection();
                Channel channel = connection.createChannel()) {
            Wire.await("the message", () -> channel.messageCount("hello") == 1);
            assertThat(ctl("list_queues"))
                    .containsExactly(
                            "Timeout: 60.0 seconds ...",
                            "Listing queues for vhost / ...",
                            "name\tmessages",
                            "hello\t1");
            channel.queueDelete("hello");
        }
    }

    @Test
    void article002_listQueuesShowsWhatIsNotAcknowledged() throws Exception {
        Channel channel = clients.channel();
        channel.queueDeclare("emc", true, false, false, null);
        channel.confirmSelect();
        Wire.send(channel, "emc", "1", "2", "3");
        channel.waitForConfirmsOrDie(10_000);
        channel.basicGet("emc", false);
        assertThat(ctl("list_queues", "name", "messages_ready", "messages_unacknowledged"))
                .containsExactly(
                        "Timeout: 60.0 seconds ...",
                        "Listing queues for vhost / ...",
                        "name\tmessages_ready\tmessages_unacknowledged",
                        "emc\t2\t1");
        channel.queueDelete("emc");
    }

    @Test
    void article002_stopResetAndStartRemoveEverything() throws Exception {
        try (Connection connection = broker.factory().newConnection();
                Channel channel = connection.createChannel()) {
            channel.queueDeclare("emc", true, false, false, null);
            channel.exchangeDeclare("logs", "fanout", true);
        }
        assertThat(ctl("stop_app").get(0)).startsWith("Stopping rabbit application on node ");
        assertThat(ctl("reset").get(0)).startsWith("Resetting node ");
        assertThat(ctl("start_app").get(0)).startsWith("Starting node ");
        try (Connection connection = broker.factory().newConnection()) {
            Channel channel = connection.createChannel();
            assertThat(Closed.by(() -> channel.queueDeclarePassive("emc"))).startsWith("channel 404");
            Channel another = connection.createChannel();
            assertThat(Closed.by(() -> another.exchangeDeclarePassive("logs"))).startsWith("channel 404");
        }
    }

    @Test
    void article002_resetNeedsTheApplicationStopped() {
        Program.Outcome outcome = broker.ctl("reset");
        assertThat(outcome.status()).isEqualTo(64);
        assertThat(String.join(" ", outcome.errors())).contains("this command requires the 'rabbit' app to be stopped");
    }

    @Test
    void article002_stopAppClosesConnections_andStartAppTakesThemAgain() throws Exception {
        Connection connection = clients.connect();
        ctl("stop_app");
        assertThat(Closed.later(connection)).startsWith("connection 320 CONNECTION_FORCED");
        ctl("start_app");
        clients.connect().createChannel();
    }

    @Test
    void article003_mirroringPoliciesAreTaken() {
        ctl("add_vhost", "host1");
        assertThat(ctl("set_policy", "-p", "host1", "ha-all", "^ha\\.", "{\"ha-mode\":\"all\"}"))
                .containsExactly("Setting policy \"ha-all\" for pattern \"^ha\\.\" to \"{\"ha-mode\":\"all\"}\" with"
                        + " priority \"0\" for vhost \"host1\" ...");
        ctl("set_policy", "-p", "host1", "ha-two", "^two\\.", "{\"ha-mode\":\"exactly\", \"ha-params\":2}");
        ctl(
                "set_policy",
                "-p",
                "host1",
                "ha-nodes",
                "^nodes\\.",
                "{\"ha-mode\":\"nodes\", \"ha-params\":[\"rabbit@jun-VirtualBox\"]}");
        List<String> policies = ctl("list_policies", "-p", "host1");
        assertThat(policies.get(0)).isEqualTo("Listing policies for vhost \"host1\" ...");
        assertThat(policies.get(1)).isEqualTo("vhost\tname\tpattern\tapply-to\tdefinition\tpriority");
        assertThat(policies.subList(2, policies.size()))
                .containsExactlyInAnyOrder(
                        "host1\tha-all\t^ha\\.\tall\t{\"ha-mode\":\"all\"}\t0",
                        "host1\tha-two\t^two\\.\tall\t{\"ha-mode\":\"exactly\",\"ha-params\":2}\t0",
                        "host1\tha-nodes\t^nodes\\.\tall\t{\"ha-mode\":\"nodes\",\"ha-params\":[\"rabbit@jun-VirtualBox\"]}"
                                + "\t0");
    }

    @Test
    void article003_aPolicyForAMissingVirtualHostIsRefused() {
        Program.Outcome outcome =
                broker.ctl("set_policy", "-p", "nowhere", "ha-all", "^ha\\.", "{\"ha-mode\":\"all\"}");
        assertThat(outcome.status()).isNotZero();
        assertThat(outcome.errors()).isNotEmpty();
    }
}
