package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What happens in the broker, as messages of amq.rabbitmq.event. */
class EventExchangeIT {
    private static final String EVENTS = "amq.rabbitmq.event";

    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.own("-Dwarren.event-exchange.enabled=on");

    private Eavesdropper eavesdropper;
    private Connection client;
    private Channel channel;

    @BeforeEach
    void connect() throws Exception {
        client = broker.factory().newConnection("actor");
        channel = client.createChannel();
        eavesdropper = new Eavesdropper(broker);
    }

    @AfterEach
    void disconnect() {
        client.abort(2000);
        eavesdropper.close();
    }

    private Map<String, String> headersOf(String key) throws InterruptedException {
        return headers(eavesdropper.next(key));
    }

    private static Map<String, String> headers(Delivery event) {
        return event.getProperties().getHeaders().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, header -> String.valueOf(header.getValue())));
    }

    @Test
    void isADurableInternalTopicExchange() throws Exception {
        channel.exchangeDeclarePassive(EVENTS);
        assertThat(broker.ctl("list_exchanges", "name", "type", "durable", "internal", "--quiet")
                        .output())
                .contains(EVENTS + "\ttopic\ttrue\ttrue");
    }

    @Test
    void tellsOfAQueue() throws Exception {
        eavesdropper.listen(EVENTS, "queue.*");

        channel.queueDeclare("q", true, false, false, Map.of("x-max-length", 5));
        channel.queueDeclare("q", true, false, false, Map.of("x-max-length", 5));
        channel.queueDelete("q");

        Delivery created = eavesdropper.next("queue.created");
        AMQP.BasicProperties properties = created.getProperties();
        assertThat(created.getBody()).isEmpty();
        assertThat(properties.getDeliveryMode()).isEqualTo(2);
        long millis = (Long) properties.getHeaders().get("timestamp_in_ms");
        assertThat(properties.getTimestamp()).hasTime(millis / 1000 * 1000);
        assertThat(headers(created))
                .containsEntry("name", "q")
                .containsEntry("vhost", "/")
                .containsEntry("durable", "true")
                .containsEntry("auto_delete", "false")
                .containsEntry("exclusive", "false")
                .containsEntry("owner_pid", "")
                .containsEntry("arguments", "[{<<\"x-max-length\">>,signedint,5}]")
                .containsEntry("user_who_performed_action", "guest");
        Delivery deleted = eavesdropper.poll();
        assertThat(deleted.getEnvelope().getRoutingKey()).isEqualTo("queue.deleted");
        assertThat(headers(deleted))
                .containsOnlyKeys("name", "vhost", "user_who_performed_action", "timestamp_in_ms")
                .containsEntry("user_who_performed_action", "guest");
    }

    @Test
    void tellsOfExchangesAndBindings_alsoOfThoseThatGoAlong() throws Exception {
        channel.queueDeclare("bound", false, true, false, null);
        eavesdropper.listen(EVENTS, "#");

        channel.exchangeDeclare("x", BuiltinExchangeType.TOPIC, true, true, null);
        channel.queueBind("bound", "x", "k.#", Map.of("a", 1));
        channel.queueDelete("bound");

        assertThat(headersOf("exchange.created"))
                .containsEntry("name", "x")
                .containsEntry("type", "topic")
                .containsEntry("durable", "true")
                .containsEntry("internal", "false")
                .containsEntry("arguments", "[]")
                .containsEntry("policy", "");
        assertThat(headersOf("binding.created"))
                .containsEntry("source_name", "x")
                .containsEntry("source_kind", "exchange")
                .containsEntry("destination_name", "bound")
                .containsEntry("destination_kind", "queue")
                .containsEntry("routing_key", "k.#")
                .containsEntry("arguments", "[{<<\"a\">>,signedint,1}]");
        assertThat(headersOf("exchange.deleted")).containsEntry("name", "x");
        assertThat(headersOf("binding.deleted")).containsEntry("destination_name", "bound");
        assertThat(headersOf("queue.deleted")).containsEntry("name", "bound");
    }

    @Test
    void tellsOfAConnectionFromItsLoginToItsEnd() throws Exception {
        eavesdropper.listen(EVENTS, "#");

        try (Connection other = broker.factory().newConnection("named")) {
            Channel opened = other.createChannel();
            opened.queueDeclare("mine", false, true, false, null);
            opened.basicQos(7);
            opened.basicConsume("mine", false, "tag", (tag, delivery) -> {}, tag -> {});
            opened.basicCancel("tag");
        }

        assertThat(headersOf("user.authentication.success"))
                .containsEntry("name", "guest")
                .containsEntry("auth_mechanism", "PLAIN")
                .containsEntry("protocol", "{0,9,1}")
                .containsEntry("peer_host", "{127,0,0,1}")
                .containsEntry("connection_type", "network")
                .containsEntry("ssl", "false");
        Map<String, String> connection = headersOf("connection.created");
        assertThat(connection)
                .containsEntry("user", "guest")
                .containsEntry("vhost", "/")
                .containsEntry("user_provided_name", "named")
                .containsEntry("port", String.valueOf(broker.port()))
                .containsEntry("type", "network");
        assertThat(connection.get("client_properties")).contains("{<<\"product\">>,longstr,<<\"RabbitMQ\">>}");
        Map<String, String> created = headersOf("channel.created");
        assertThat(created).containsEntry("number", "1").containsEntry("connection", connection.get("pid"));
        assertThat(headersOf("queue.created"))
                .containsEntry("exclusive", "true")
                .containsEntry("owner_pid", connection.get("pid"));
        assertThat(headersOf("consumer.created"))
                .containsEntry("consumer_tag", "tag")
                .containsEntry("queue", "mine")
                .containsEntry("ack_required", "true")
                .containsEntry("prefetch_count", "7")
                .containsEntry("channel", created.get("pid"));
        assertThat(headersOf("consumer.deleted")).containsEntry("consumer_tag", "tag");
        assertThat(headersOf("channel.closed")).containsEntry("pid", created.get("pid"));
        assertThat(headersOf("queue.deleted"))
                .containsEntry("name", "mine")
                .containsEntry("user_who_performed_action", "rmq-internal");
        assertThat(headersOf("connection.closed"))
                .containsEntry("pid", connection.get("pid"))
                .containsEntry("user_provided_name", "named");
    }

    @Test
    void tellsOfARefusedLogin() throws Exception {
        eavesdropper.listen(EVENTS, "user.authentication.failure");
        ConnectionFactory wrong = broker.factory();
        wrong.setPassword("wrong");

        assertThat(org.assertj.core.api.Assertions.catchThrowable(wrong::newConnection))
                .isInstanceOf(AuthenticationFailureException.class);

        Delivery event = eavesdropper.next("user.authentication.failure");
        List<?> characters = (List<?>) event.getProperties().getHeaders().get("error");
        assertThat(characters.stream()
                        .map(each -> Character.toString(((Long) each).intValue()))
                        .collect(Collectors.joining()))
                .isEqualTo("user 'guest' - invalid credentials");
    }

    @Test
    void tellsOfWhatOperatorsDo_inTheNameOfTheCommandLine() throws Exception {
        eavesdropper.listen(EVENTS, "#");
        broker.ctl("add_user", "bob", "secret");
        broker.ctl("set_user_tags", "bob", "management");
        broker.ctl("change_password", "bob", "other");
        broker.ctl("set_permissions", "bob", "a", "b", "c");
        broker.ctl("set_policy", "pp", "^zz", "{\"max-length\":3}");
        broker.ctl("clear_policy", "pp");
        broker.ctl("add_vhost", "vv");
        broker.ctl("set_vhost_limits", "-p", "vv", "{\"max-queues\":4}");
        broker.ctl("delete_vhost", "vv");
        broker.ctl("delete_user", "bob");

        assertThat(headersOf("user.created"))
                .containsEntry("name", "bob")
                .containsEntry("user_who_performed_action", "rmq-cli");
        assertThat(headersOf("user.tags.set")).containsEntry("tags", "[management]");
        assertThat(headersOf("user.password.changed")).containsEntry("name", "bob");
        assertThat(headersOf("permission.created"))
                .containsEntry("configure", "a")
                .containsEntry("write", "b")
                .containsEntry("read", "c")
                .containsEntry("user", "bob");
        assertThat(headersOf("policy.set"))
                .containsEntry("name", "pp")
                .containsEntry("pattern", "^zz")
                .containsEntry("apply-to", "all")
                .containsEntry("definition", "{max-length=3}")
                .containsEntry("user_who_performed_action", "rmq-cli");
        assertThat(headersOf("policy.cleared")).containsEntry("name", "pp");
        assertThat(headersOf("vhost.created")).containsEntry("name", "vv");
        assertThat(headersOf("parameter.set"))
                .containsEntry("component", "vhost-limits")
                .containsEntry("vhost", "vv")
                .containsEntry("value", "{max-queues=4}");
        assertThat(headersOf("vhost.limits.set")).containsEntry("max-queues", "4");
        assertThat(headersOf("vhost.deleted")).containsEntry("name", "vv");
        assertThat(headersOf("user.deleted")).containsEntry("name", "bob");
    }

    /** The events up to the one with this key, each by its key, its name and in whose name it happened. */
    private List<String> until(String last) throws InterruptedException {
        List<String> events = new ArrayList<>();
        String key = "";
        while (!key.equals(last)) {
            Delivery event = eavesdropper.poll();
            assertThat(event).as("%s after %s", last, events).isNotNull();
            key = event.getEnvelope().getRoutingKey();
            String name = nameIn(event);
            if (!key.matches("(connection|channel|consumer)\\..*") && !Eavesdropper.QUEUE.equals(name)) {
                events.add(key + " " + name + " " + headers(event).get("user_who_performed_action"));
            }
        }
        return events;
    }

    private static @Nullable String nameIn(Delivery event) {
        Map<String, String> headers = headers(event);
        return headers.getOrDefault("name", headers.get("destination_name"));
    }

    /** Events are published after what they tell of is answered: what a test did to prepare itself is heard first. */
    private void skipTo(String key, String name) throws InterruptedException {
        while (!name.equals(nameIn(eavesdropper.next(key)))) {
            // another one's
        }
    }

    @Test
    void tellsOfTheExchangesOfANewVirtualHost() throws Exception {
        eavesdropper.listen(EVENTS, "#");

        broker.ctl("add_vhost", "made");

        assertThat(until("vhost.created"))
                .containsExactly(
                        "exchange.created  rmq-cli",
                        "exchange.created amq.direct rmq-cli",
                        "exchange.created amq.topic rmq-cli",
                        "exchange.created amq.match rmq-cli",
                        "exchange.created amq.headers rmq-cli",
                        "exchange.created amq.fanout rmq-cli",
                        "exchange.created amq.rabbitmq.trace rmq-cli",
                        "vhost.created made rmq-cli");
    }

    @Test
    void tellsOfAllThatEndsWithAVirtualHost() throws Exception {
        broker.ctl("add_vhost", "ending");
        broker.ctl("set_permissions", "-p", "ending", "guest", ".*", ".*", ".*");
        broker.ctl("set_policy", "-p", "ending", "pp", "^q", "{\"max-length\":4}");
        ConnectionFactory factory = broker.factory();
        factory.setVirtualHost("ending");
        try (Connection inside = factory.newConnection()) {
            Channel own = inside.createChannel();
            own.queueDeclare("q", true, false, false, null);
            own.queueBind("q", "amq.direct", "k");
        }
        eavesdropper.listen(EVENTS, "#");

        broker.ctl("delete_vhost", "ending");

        List<String> events = until("vhost.down");
        assertThat(events)
                .startsWith(
                        "permission.deleted null rmq-cli",
                        "binding.deleted q rmq-internal",
                        "queue.deleted q rmq-cli",
                        "parameter.set  rmq-cli",
                        "exchange.deleted  rmq-cli",
                        "parameter.cleared  rmq-cli")
                .contains("exchange.deleted amq.headers rmq-cli", "exchange.deleted amq.rabbitmq.trace rmq-cli")
                .endsWith(
                        "vhost.deleted ending rmq-cli", "policy.cleared pp rmq-cli", "vhost.down ending rmq-internal");
    }

    @Test
    void tellsWhichQueuesAPolicyIsFor() throws Exception {
        eavesdropper.listen(EVENTS, "#");
        channel.queueDeclare("policed", false, false, true, null);
        skipTo("queue.created", "policed");

        broker.ctl("set_policy", "pq", "^policed", "{\"max-length\":4}");
        broker.ctl("clear_policy", "pq");

        assertThat(until("policy.cleared"))
                .containsExactly(
                        "queue.policy.updated policed rmq-cli",
                        "policy.set pq rmq-cli",
                        "queue.policy.cleared policed rmq-cli",
                        "policy.cleared pq rmq-cli");
    }

    @Test
    void tellsOfTheDeletionOfAnExchangeAsItGoesOn() throws Exception {
        eavesdropper.listen(EVENTS, "#");
        channel.queueDeclare("left", false, true, true, null);
        channel.exchangeDeclare("going", BuiltinExchangeType.DIRECT);
        channel.queueBind("left", "going", "k");
        skipTo("binding.created", "left");

        channel.exchangeDelete("going");

        assertThat(until("parameter.cleared"))
                .containsExactly(
                        "parameter.set going guest",
                        "exchange.deleted going guest",
                        "binding.deleted left guest",
                        "parameter.cleared going guest");
    }

    @Test
    void tellsOfAlarms() throws Exception {
        eavesdropper.listen(EVENTS, "alarm.*");

        broker.ctl("set_vm_memory_high_watermark", "0.00000001");
        assertThat(headersOf("alarm.set")).containsEntry("source", "memory").containsKey("node");
        broker.ctl("set_vm_memory_high_watermark", "0.6");

        assertThat(headersOf("alarm.cleared")).containsEntry("source", "memory");
    }

    @Test
    void whatWasBoundToItIsForgotten_whenItIsSwitchedOff() throws Exception {
        try (WarrenProcess other = WarrenProcess.startOnNewDirectory("-Dwarren.event-exchange.enabled=on")) {
            Connection connection = BrokerUnderTest.of(other).factory().newConnection();
            Channel own = connection.createChannel();
            own.queueDeclare("kept", true, false, false, null);
            own.queueBind("kept", EVENTS, "#");
            connection.close();
            other.stop();

            WarrenProcess without = WarrenProcess.startOn(other.dataDirectory());

            try {
                assertThat(without.ctl("list_exchanges", "name", "--quiet").output())
                        .contains("amq.topic")
                        .doesNotContain(EVENTS);
                assertThat(without.ctl("list_bindings", "source_name", "--quiet")
                                .output())
                        .doesNotContain(EVENTS);
            } finally {
                without.kill();
            }
        }
    }
}
