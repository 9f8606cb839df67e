package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.http.client.Client;
import com.rabbitmq.http.client.ClientParameters;
import com.rabbitmq.http.client.GetAckMode;
import com.rabbitmq.http.client.GetEncoding;
import com.rabbitmq.http.client.domain.DeleteQueueParameters;
import com.rabbitmq.http.client.domain.DetailsParameters;
import com.rabbitmq.http.client.domain.ExchangeInfo;
import com.rabbitmq.http.client.domain.OutboundMessage;
import com.rabbitmq.http.client.domain.PolicyInfo;
import com.rabbitmq.http.client.domain.QueueInfo;
import com.rabbitmq.http.client.domain.TopicPermissions;
import com.rabbitmq.http.client.domain.UserPermissions;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** RabbitMQ's own Java client of the HTTP API. */
class HttpClientIT {
    private static final int PORT = WarrenProcess.freePort();

    @RegisterExtension
    static final BrokerUnderTest broker =
            BrokerUnderTest.own("-Dwarren.management.port=" + PORT, "-Dwarren.management.host=127.0.0.1");

    private static final String HOST = "hc";

    private Client client;

    @BeforeEach
    void connect() throws Exception {
        client = new Client(new ClientParameters()
                .url(URI.create("http://127.0.0.1:" + PORT + "/api/").toURL())
                .username("guest")
                .password("guest"));
        client.createVhost(HOST);
    }

    @AfterEach
    void clear() {
        client.deleteVhost(HOST);
    }

    @Test
    void seesTheBroker() {
        assertThat(client.getOverview().getObjectTotals().getQueues()).isZero();
        String node = client.getNodes().get(0).getName();
        assertThat(client.getNode(node).getMemoryUsed()).isPositive();
        assertThat(client.whoAmI().getName()).isEqualTo("guest");
        assertThat(client.alivenessTest(HOST)).isTrue();
        client.setClusterName("rabbits");
        assertThat(client.getClusterName().getName()).isEqualTo("rabbits");
    }

    @Test
    void managesUsersAndTheirRights() {
        client.createUser("hcu", "pw".toCharArray(), List.of("management", "policymaker"));
        client.updatePermissions(HOST, "hcu", new UserPermissions("^r", ".*", ".*"));
        client.updateTopicPermissions(HOST, "hcu", new TopicPermissions("amq.topic", ".*", ".*"));

        assertThat(client.getUser("hcu").getTags()).containsExactly("management", "policymaker");
        assertThat(client.getPermissions(HOST, "hcu").getRead()).isEqualTo("^r");
        assertThat(client.getTopicPermissions(HOST, "hcu")).hasSize(1);

        client.deleteUser("hcu");
        assertThat(client.getUser("hcu")).isNull();
    }

    @Test
    void declaresBindsPublishesAndFetches() {
        client.declareExchange(HOST, "ex", new ExchangeInfo("topic", true, false));
        client.declareQueue(HOST, "q", new QueueInfo(true, false, false, new HashMap<>(Map.of("x-max-length", 10))));
        client.bindQueue(HOST, "q", "ex", "a.#");
        client.bindExchange(HOST, "amq.fanout", "ex", "k");

        assertThat(client.getQueueBindingsBetween(HOST, "ex", "q"))
                .singleElement()
                .satisfies(binding -> assertThat(binding.getRoutingKey()).isEqualTo("a.#"));
        assertThat(client.publish(
                        HOST,
                        "ex",
                        "a.b",
                        new OutboundMessage().payload("hello").utf8Encoded()))
                .isTrue();
        assertThat(client.publish(
                        HOST, "ex", "b", new OutboundMessage().payload("hello").utf8Encoded()))
                .isFalse();
        assertThat(client.get(HOST, "q").getPayload()).isEqualTo("hello");
        assertThat(client.get(HOST, "q", 5, GetAckMode.ACK_REQUEUE_FALSE, GetEncoding.AUTO, -1))
                .singleElement()
                .satisfies(message -> assertThat(message.isRedelivered()).isTrue());
        assertThat(client.getQueues(
                        HOST, new DetailsParameters().messageRates(60, 5).lengths(60, 5)))
                .hasSize(1);

        client.unbindQueue(HOST, "q", "ex", "a.#");
        client.deleteQueue(HOST, "q", new DeleteQueueParameters(true, true));
        client.deleteExchange(HOST, "ex");
        assertThat(client.getQueue(HOST, "q")).isNull();
    }

    @Test
    void setsPoliciesAndLimits() {
        client.declarePolicy(HOST, "p", new PolicyInfo("^q", 1, "queues", Map.of("max-length", 5)));
        client.declareOperatorPolicy(HOST, "o", new PolicyInfo("^q", 1, "queues", Map.of("max-length", 7)));
        client.limitMaxNumberOfQueues(HOST, 50);
        client.declareQueue(HOST, "q", new QueueInfo(true, false, false));

        assertThat(client.getQueue(HOST, "q").getPolicy()).isEqualTo("p");
        assertThat(client.getOperatorPolicies(HOST)).hasSize(1);
        assertThat(client.getVhostLimits(HOST).getMaxQueues()).isEqualTo(50);

        client.clearMaxQueuesLimit(HOST);
        client.deletePolicy(HOST, "p");
        assertThat(client.getPolicies(HOST)).isEmpty();
    }
}
