package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Looking into the broker: it tells the truth, and changes nothing. */
class InsightIT {
    private static final int PORT = WarrenProcess.freePort();
    /** So little memory that most of a queue of some thousand messages is on disk alone. */
    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.own(
            "-Dwarren.management.port=" + PORT,
            "-Dwarren.management.host=127.0.0.1",
            "-Dwarren.queues.memory=1 MiB",
            "-Dwarren.queues.unacked-warning=1s");

    @RegisterExtension
    final Clients clients = new Clients(broker);

    private final HttpCaller http = new HttpCaller("127.0.0.1", PORT, "guest", "guest");
    private Channel channel;
    private String queue;

    @BeforeEach
    void open() throws Exception {
        channel = clients.connect().createChannel();
        channel.confirmSelect();
        queue = clients.name("q");
        channel.queueDeclare(queue, true, false, false, Map.of());
    }

    private void send(String... texts) throws Exception {
        for (String text : texts) {
            channel.basicPublish("", queue, Wire.PERSISTENT, Wire.bytes(text));
        }
        channel.waitForConfirmsOrDie(20_000);
    }

    /** Messages of a kibibyte: of 6,000 most are on disk. */
    private void sendMany(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            channel.basicPublish("", queue, Wire.PERSISTENT, Wire.bytes("m" + i + " " + "x".repeat(1_000)));
        }
        channel.waitForConfirmsOrDie(60_000);
    }

    private static String said(BrokerUnderTest asked, String... command) {
        Program.Outcome outcome = asked.ctl(command);
        assertThat(outcome.status()).as(outcome.toString()).isZero();
        return String.join("\n", outcome.output());
    }

    private JsonNode get(String path) {
        HttpCaller.Answer answer = http.get("queues/%2F/" + queue + "/" + path);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private JsonNode act(String body) {
        HttpCaller.Answer answer = http.send("POST", "queues/%2F/" + queue + "/messages/actions", body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private List<String> payloads(JsonNode page) {
        List<String> texts = new ArrayList<>();
        page.path("items")
                .forEach(item -> texts.add(item.path("payload").asText().split(" ")[0]));
        return texts;
    }

    /** All that a search finds: where one stops for want of time, the next goes on. */
    private JsonNode search(String query) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        var items = all.putArray("items");
        long offset = 0;
        JsonNode page;
        do {
            page = get("messages?count=1000&offset=" + offset + "&search=" + query);
            page.path("items").forEach(items::add);
            offset += page.path("scanned").asLong();
        } while (page.path("more").asBoolean());
        return all.put("scanned", offset);
    }

    private String ids(JsonNode page) {
        List<String> ids = new ArrayList<>();
        page.path("items").forEach(item -> ids.add("\"" + item.path("id").asText() + "\""));
        return ids.stream().collect(Collectors.joining(",", "[", "]"));
    }

    private List<String> drain(String from) throws Exception {
        List<String> texts = new ArrayList<>();
        for (GetResponse got = channel.basicGet(from, true); got != null; got = channel.basicGet(from, true)) {
            texts.add(new String(got.getBody(), StandardCharsets.UTF_8).split(" ")[0]
                    + (got.getEnvelope().isRedeliver() ? " again" : ""));
        }
        return texts;
    }

    @Test
    void explainsWhyAQueueDoesNotMove() throws Exception {
        assertThat(get("explain").path("summary").asText())
                .isEqualTo("The queue is empty, and nobody consumes from it.");
        send("a", "b", "c");
        assertThat(get("explain").path("summary").asText()).isEqualTo("3 messages wait and nobody consumes.");

        var inbox = new Inbox(channel);
        channel.basicQos(2);
        channel.basicConsume(queue, false, "tag", inbox);
        inbox.next();
        inbox.next();
        JsonNode explained = get("explain");
        assertThat(explained.path("summary").asText())
                .isEqualTo(
                        "1 message waits and no consumer can take one: 1 of 1 hold as many as their prefetch allows.");
        JsonNode consumer = explained.path("consumers").path(0);
        assertThat(consumer.path("consumer_tag").asText()).isEqualTo("tag");
        assertThat(consumer.path("explanation").asText())
                .matches(
                        "Its prefetch is used up: it holds 2 of 2, the oldest for .*, and gets more when it settles some\\.");
        assertThat(consumer.path("channel_details").path("name").asText()).contains(" -> ");
        assertThat(said(broker, "explain_queue", queue)).contains("Its prefetch is used up");
        assertThat(http.get("queues/%2F/nosuch/explain").status()).isEqualTo(404);
    }

    @Test
    void explainsTheLimitOfAChannelAndTheSingleActiveConsumer() throws Exception {
        send("a", "b");
        channel.basicQos(1, true);
        var inbox = new Inbox(channel);
        channel.basicConsume(queue, false, "limited", inbox);
        inbox.next();
        assertThat(get("explain").path("consumers").path(0).path("explanation").asText())
                .startsWith("The prefetch that all consumers of its channel share is used up: they hold 1 of 1");

        String single = clients.name("single");
        channel.queueDeclare(single, true, false, false, Map.of("x-single-active-consumer", true));
        Channel other = clients.connect().createChannel();
        other.basicConsume(single, false, "first", new Inbox(other));
        other.basicConsume(single, false, "second", new Inbox(other));
        assertThat(http.get("queues/%2F/" + single + "/explain")
                        .json()
                        .path("consumers")
                        .path(1)
                        .path("explanation")
                        .asText())
                .isEqualTo("Stands by: 'first' is the single active consumer.");
    }

    @Test
    void saysWhoHoldsWhichMessage() throws Exception {
        send("a", "b", "c");
        var inbox = new Inbox(channel);
        channel.basicQos(2);
        channel.basicConsume(queue, false, "tag", inbox);
        inbox.next();
        inbox.next();
        long got = clients.connect()
                .createChannel()
                .basicGet(queue, false)
                .getEnvelope()
                .getDeliveryTag();

        JsonNode unacked = get("unacked");
        assertThat(unacked).hasSize(3);
        assertThat(unacked.path(0).path("consumer_tag").asText()).isEqualTo("tag");
        assertThat(unacked.path(0).path("delivery_tag").asLong()).isEqualTo(1);
        assertThat(unacked.path(1).path("delivery_tag").asLong()).isEqualTo(2);
        assertThat(unacked.path(2).path("delivery_tag").asLong()).isEqualTo(got);
        assertThat(unacked.path(2).path("consumer_tag").asText()).isEmpty();
        assertThat(unacked.path(0).path("channel").asText())
                .isEqualTo(unacked.path(0).path("connection").asText() + " (1)");
        assertThat(get("unacked?offset=1&count=1")).hasSize(1);
        assertThat(http.get("queues/%2F/" + queue + "/unacked?count=5000").status())
                .isEqualTo(400);
        assertThat(said(broker, "list_unacked_messages", queue, "--formatter", "json"))
                .contains("\"consumer_tag\":\"tag\"");
        assertThat(said(broker, "list_queues", "name", "oldest_unacked_age")).contains(queue);
    }

    @Test
    void showsMessagesAndLeavesThemAsTheyAre() throws Exception {
        sendMany(6_000);
        JsonNode page = get("messages?offset=0&count=3&payload_bytes=5");
        assertThat(payloads(page)).containsExactly("m0", "m1", "m2");
        assertThat(page.path("total").asLong()).isEqualTo(6_000);
        assertThat(page.path("more").asBoolean()).isTrue();
        assertThat(page.path("items").path(0).path("payload_bytes").asInt()).isEqualTo(1_003);
        assertThat(page.path("items").path(0).path("state").asText()).isEqualTo("ready");
        assertThat(payloads(get("messages?offset=4321&count=2"))).containsExactly("m4321", "m4322");
        JsonNode last = get("messages?offset=5998&count=10");
        assertThat(payloads(last)).containsExactly("m5998", "m5999");
        assertThat(last.path("more").asBoolean()).isFalse();

        JsonNode found = search("m5432");
        assertThat(payloads(found)).containsExactly("m5432");
        assertThat(found.path("items").path(0).path("position").asLong()).isEqualTo(5_432);
        assertThat(found.path("scanned").asLong()).isEqualTo(6_000);
        assertThat(payloads(search("m59%5B0-9%5D7%20&regex=true"))).hasSize(10);
        assertThat(http.get("queues/%2F/" + queue + "/messages?search=(&regex=true")
                        .status())
                .isEqualTo(400);

        GetResponse held = channel.basicGet(queue, false);
        JsonNode all = get("messages?count=2");
        assertThat(all.path("items").path(0).path("state").asText()).isEqualTo("unacked");
        assertThat(payloads(all)).containsExactly("m0", "m1");
        channel.basicAck(held.getEnvelope().getDeliveryTag(), false);
        List<String> rest = drain(queue);
        assertThat(rest)
                .hasSize(5_999)
                .startsWith("m1", "m2")
                .endsWith("m5999")
                .noneMatch(text -> text.endsWith("again"));
    }

    @Test
    void movesMessagesWhereverTheyStand() throws Exception {
        sendMany(6_000);
        String target = clients.name("target");
        channel.queueDeclare(target, true, false, false, Map.of());
        String few = ids(get("messages?offset=1&count=2"));
        assertThat(act("{\"action\":\"move\",\"ids\":" + few + ",\"destination\":{\"queue\":\"" + target + "\"}}")
                        .path("done")
                        .asInt())
                .isEqualTo(2);
        String away = ids(search("m54"));
        JsonNode moved = act("{\"action\":\"move\",\"ids\":" + away
                + ",\"destination\":{\"exchange\":\"amq.default\",\"routing_key\":\"" + target + "\"}}");
        assertThat(moved.path("done").asInt()).isEqualTo(111);
        // they have gone already
        assertThat(act("{\"action\":\"delete\",\"ids\":" + away + "}")
                        .path("done")
                        .asInt())
                .isZero();

        JsonNode nowhere = act("{\"action\":\"move\",\"ids\":" + ids(get("messages?count=1"))
                + ",\"destination\":{\"queue\":\"nosuch\"}}");
        assertThat(nowhere.path("done").asInt()).isZero();
        assertThat(nowhere.path("problems").path(0).asText()).contains("NO_ROUTE");
        assertThat(act("{\"action\":\"delete\",\"ids\":" + ids(get("messages?offset=5880&count=7")) + "}")
                        .path("done")
                        .asInt())
                .isEqualTo(7);

        List<String> there = drain(target);
        assertThat(there).hasSize(113).startsWith("m1", "m2", "m54").endsWith("m5499");
        assertThat(get("explain").path("lines").path(0).asText()).startsWith("5,880 messages ready, 0 held");
        List<String> rest = drain(queue);
        assertThat(rest).hasSize(5_880).startsWith("m0", "m3").noneMatch(text -> text.startsWith("m54"));
        assertThat(get("explain").path("summary").asText()).startsWith("The queue is empty");
    }

    @Test
    void whatWasMovedStaysSoAfterARestart() throws Exception {
        try (WarrenProcess own = WarrenProcess.startOnNewDirectory("-Dwarren.queues.memory=1 MiB")) {
            var there = BrokerUnderTest.of(own);
            try (var connection = there.factory().newConnection()) {
                Channel fresh = connection.createChannel();
                fresh.confirmSelect();
                fresh.queueDeclare("from", true, false, false, Map.of());
                fresh.queueDeclare("to", true, false, false, Map.of());
                for (int i = 0; i < 100; i++) {
                    fresh.basicPublish("", "from", Wire.PERSISTENT, Wire.bytes("m" + i));
                }
                fresh.waitForConfirmsOrDie(20_000);
            }
            assertThat(said(there, "move_messages", "from", "to", "--search", "m9"))
                    .contains("11 messages were moved");
            assertThat(said(there, "copy_messages", "from", "to", "--count", "2"))
                    .contains("2 messages were copied");
            own.kill();
            own.start();
            assertThat(said(there, "list_queues", "--silent", "name", "messages"))
                    .contains("from\t89")
                    .contains("to\t13");
        }
    }

    @Test
    void saysWhereAMessageWouldGo() throws Exception {
        String exchange = clients.name("x");
        channel.exchangeDeclare(exchange, "topic");
        channel.queueBind(queue, exchange, "a.*");
        channel.exchangeBind("amq.fanout", exchange, "#");
        JsonNode plan = http.send("POST", "exchanges/%2F/" + exchange + "/route", "{\"routing_key\":\"a.b\"}")
                .json();
        assertThat(plan.path("queues").path(0).asText()).isEqualTo(queue);
        assertThat(plan.path("hops")).hasSize(2);
        assertThat(plan.path("hops")
                        .path(0)
                        .path("bindings")
                        .path(0)
                        .path("why")
                        .asText())
                .isEqualTo("The routing key 'a.b' fits the pattern 'a.*'.");
        assertThat(said(broker, "route", exchange, "z")).contains("No queue would get the message");
        assertThat(said(broker, "route", "", queue)).contains("Queue '" + queue + "' would get the message.");
        assertThat(get("explain").path("summary").asText()).startsWith("The queue is empty");
    }

    @Test
    void showsTheActors() {
        JsonNode top = http.get("actors?depth=2").json();
        List<String> classes = new ArrayList<>();
        top.path("children").forEach(child -> classes.add(child.path("class").asText()));
        assertThat(classes).contains("ConnectionsActor", "VirtualHostActor", "AlarmsActor");
        assertThat(top.path("mailbox").isNumber()).isTrue();
        assertThat(said(broker, "list_actors")).contains("QueueActor");
        assertThat(http.get("actors?path=/user/nosuch").status()).isEqualTo(404);
        assertThat(http.get("recovery").json().path("to_go").asInt()).isZero();
    }

    @Test
    void mayBeSeenByThoseWhoMayConsume() {
        http.send("PUT", "users/reader", "{\"password\":\"p\",\"tags\":\"management\"}");
        http.send("PUT", "permissions/%2F/reader", "{\"configure\":\"\",\"write\":\"\",\"read\":\"^other\"}");
        HttpCaller reader = http.as("reader", "p");
        assertThat(reader.get("queues/%2F/" + queue + "/messages").status()).isEqualTo(401);
        assertThat(reader.send(
                                "POST",
                                "queues/%2F/" + queue + "/messages/actions",
                                "{\"action\":\"delete\",\"ids\":[0]}")
                        .status())
                .isEqualTo(401);
        assertThat(reader.get("queues/%2F/" + queue + "/explain").status()).isEqualTo(200);
        assertThat(reader.get("actors").status()).isEqualTo(401);
    }
}
