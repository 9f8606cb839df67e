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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens in the broker, as messages of amq.rabbitmq.event; and its log lines, as messages of amq.rabbitmq.log. */
class EventExchangeIT {
    private static final String EVENTS = "amq.rabbitmq.event";
    private static final String LOG = "amq.rabbitmq.log";

    private static WarrenProcess process;
    private static BrokerUnderTest broker;

    private final BlockingQueue<Delivery> heard = new LinkedBlockingQueue<>();
    private Connection listener;
    private Channel sink;
    private Connection client;
    private Channel channel;

    @BeforeAll
    static void startBroker() {
        Assumptions.assumeFalse(BrokerUnderTest.isPeerGiven(), "needs a Warren with settings of its own");
        process = WarrenProcess.startOnNewDirectory(
                "-Dwarren.event-exchange.enabled=on", "-Dwarren.log.exchange.enabled=on");
        broker = BrokerUnderTest.of(process);
    }

    @AfterAll
    static void endBroker() {
        if (process != null) {
            process.close();
        }
    }

    @BeforeEach
    void connect() throws Exception {
        client = broker.factory().newConnection("actor");
        channel = client.createChannel();
        listener = broker.factory().newConnection();
        sink = listener.createChannel();
        sink.queueDeclare("sink", false, true, false, null);
    }

    @AfterEach
    void disconnect() {
        client.abort(2000);
        listener.abort(2000);
    }

    /** From now on. */
    private void listen(String exchange, String key) throws Exception {
        sink.queueBind("sink", exchange, key);
        sink.basicConsume("sink", true, (tag, delivery) -> heard.add(delivery), tag -> {});
    }

    private Delivery next(String key) throws InterruptedException {
        List<String> others = new ArrayList<>();
        for (Delivery each = poll(); each != null; each = poll()) {
            if (each.getEnvelope().getRoutingKey().equals(key)) {
                return each;
            }
            others.add(each.getEnvelope().getRoutingKey());
        }
        throw new AssertionError("no " + key + " among " + others);
    }

    private Delivery poll() throws InterruptedException {
        return heard.poll(15, TimeUnit.SECONDS);
    }

    private Map<String, String> headersOf(String key) throws InterruptedException {
        return headers(next(key));
    }

    private static Map<String, String> headers(Delivery event) {
        return event.getProperties().getHeaders().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, header -> String.valueOf(header.getValue())));
    }

    @Test
    void isADurableInternalTopicExchange() throws Exception {
        sink.exchangeDeclarePassive(EVENTS);
        sink.exchangeDeclarePassive(LOG);
        assertThat(broker.ctl("list_exchanges", "name", "type", "durable", "internal", "--quiet")
                        .output())
                .contains(EVENTS + "\ttopic\ttrue\ttrue", LOG + "\ttopic\ttrue\ttrue");
    }

    @Test
    void tellsOfAQueue() throws Exception {
        listen(EVENTS, "queue.*");

        channel.queueDeclare("q", true, false, false, Map.of("x-max-length", 5));
        channel.queueDeclare("q", true, false, false, Map.of("x-max-length", 5));
        channel.queueDelete("q");

        Delivery created = next("queue.created");
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
        Delivery deleted = poll();
        assertThat(deleted.getEnvelope().getRoutingKey()).isEqualTo("queue.deleted");
        assertThat(headers(deleted))
                .containsOnlyKeys("name", "vhost", "user_who_performed_action", "timestamp_in_ms")
                .containsEntry("user_who_performed_action", "guest");
    }

    @Test
    void tellsOfExchangesAndBindings_alsoOfThoseThatGoAlong() throws Exception {
        channel.queueDeclare("bound", false, true, false, null);
        listen(EVENTS, "#");

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
        listen(EVENTS, "#");

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
        listen(EVENTS, "user.authentication.failure");
        ConnectionFactory wrong = broker.factory();
        wrong.setPassword("wrong");

        assertThat(org.assertj.core.api.Assertions.catchThrowable(wrong::newConnection))
                .isInstanceOf(AuthenticationFailureException.class);

        Delivery event = next("user.authentication.failure");
        List<?> characters = (List<?>) event.getProperties().getHeaders().get("error");
        assertThat(characters.stream()
                        .map(each -> Character.toString(((Long) each).intValue()))
                        .collect(Collectors.joining()))
                .isEqualTo("user 'guest' - invalid credentials");
    }

    @Test
    void tellsOfWhatOperatorsDo_inTheNameOfTheCommandLine() throws Exception {
        listen(EVENTS, "#");
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
            Delivery event = poll();
            assertThat(event).as("%s after %s", last, events).isNotNull();
            key = event.getEnvelope().getRoutingKey();
            String name = nameIn(event);
            if (!key.matches("(connection|channel|consumer)\\..*") && !"sink".equals(name)) {
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
        while (!name.equals(nameIn(next(key)))) {
            // another one's
        }
    }

    @Test
    void tellsOfTheExchangesOfANewVirtualHost() throws Exception {
        listen(EVENTS, "#");

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
        listen(EVENTS, "#");

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
        listen(EVENTS, "#");
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
        listen(EVENTS, "#");
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
        listen(EVENTS, "alarm.*");

        broker.ctl("set_vm_memory_high_watermark", "0.00000001");
        assertThat(headersOf("alarm.set")).containsEntry("source", "memory").containsKey("node");
        broker.ctl("set_vm_memory_high_watermark", "0.6");

        assertThat(headersOf("alarm.cleared")).containsEntry("source", "memory");
    }

    @Test
    void publishesLogLinesByTheirLevels() throws Exception {
        listen(LOG, "#");

        broker.ctl("set_disk_free_limit", "90MB");

        Delivery line = next("info");
        assertThat(line.getProperties().getContentType()).isEqualTo("text/plain");
        assertThat(line.getProperties().getDeliveryMode()).isNull();
        assertThat(line.getProperties().getTimestamp()).isNotNull();
        assertThat(line.getProperties().getHeaders()).containsOnlyKeys("node");
        assertThat(new String(line.getBody(), java.nio.charset.StandardCharsets.UTF_8))
                .matches("\\d{4}-\\d\\d-\\d\\d \\S+ \\[info\\] <user/alarms> Disk free limit set to 90MB\n");
    }

    @Test
    void publishesErrorsUnderTheirLevel() throws Exception {
        listen(LOG, "error");

        org.assertj.core.api.Assertions.catchThrowable(() -> channel.queueDeclarePassive("nosuch"));

        assertThat(nextLine("error"))
                .matches(
                        "(?s).* \\[error\\] <connection> Channel error on connection <0\\.\\d+\\.0> \\(127.0.0.1:\\d+ ->"
                                + " 127.0.0.1:\\d+, vhost: '/', user: 'guest'\\), channel 1:\n.* \\[error\\] <connection> operation"
                                + " queue.declare caused a channel exception not_found: no queue 'nosuch' in vhost '/'\n");
    }

    private String nextLine(String key) throws InterruptedException {
        return new String(next(key).getBody(), java.nio.charset.StandardCharsets.UTF_8);
    }

    /** Without what differs from one connection to another. */
    private String nextLineAboutAConnection(String level) throws InterruptedException {
        return nextLine(level)
                .replaceAll("(?m)^\\S+ \\S+ \\[\\w+\\] <connection> ", "")
                .replaceAll("<0\\.\\d+\\.0>", "PID")
                .replaceAll("127.0.0.1:\\d+", "END");
    }

    @Test
    void publishesWhatBecomesOfConnections() throws Exception {
        listen(LOG, "#");

        broker.factory().newConnection("mine").close();
        assertThat(nextLineAboutAConnection("info")).isEqualTo("accepting AMQP connection PID (END -> END)\n");
        assertThat(nextLineAboutAConnection("info"))
                .isEqualTo("connection PID (END -> END) has a client-provided name: mine\n");
        assertThat(nextLineAboutAConnection("info"))
                .isEqualTo(
                        "connection PID (END -> END - mine): user 'guest' authenticated and granted access to vhost '/'\n");
        assertThat(nextLineAboutAConnection("info"))
                .isEqualTo("closing AMQP connection PID (END -> END - mine, vhost: '/', user: 'guest')\n");

        ConnectionFactory wrong = broker.factory();
        wrong.setPassword("wrong");
        org.assertj.core.api.Assertions.catchThrowable(wrong::newConnection);
        assertThat(nextLineAboutAConnection("error"))
                .isEqualTo("Error on AMQP connection PID (END -> END, state: starting):\n"
                        + "PLAIN login refused: user 'guest' - invalid credentials\n");
        assertThat(nextLineAboutAConnection("info")).isEqualTo("closing AMQP connection PID (END -> END)\n");

        ConnectionFactory elsewhere = broker.factory();
        elsewhere.setVirtualHost("nosuch");
        org.assertj.core.api.Assertions.catchThrowable(elsewhere::newConnection);
        assertThat(nextLineAboutAConnection("error"))
                .isEqualTo("Error on AMQP connection PID (END -> END, user: 'guest', state: opening):\n"
                        + "vhost nosuch not found\n");
        assertThat(nextLineAboutAConnection("info"))
                .isEqualTo("closing AMQP connection PID (END -> END, vhost: 'none', user: 'guest')\n");
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
