package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The HTTP API as RabbitMQ's tools see it. */
class HttpApiIT {
    private static final int PORT = WarrenProcess.freePort();

    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.own(
            "-Dwarren.management.port=" + PORT,
            "-Dwarren.management.host=127.0.0.1",
            "-Dwarren.management.sample-interval=1s",
            // RabbitMQ's, as the answers were recorded from one
            "-Dwarren.access.password-hashing=sha-256");

    @RegisterExtension
    final Clients clients = new Clients(broker);

    private final HttpCaller http = new HttpCaller("127.0.0.1", PORT, "guest", "guest");

    @TempDir
    private Path directory;

    @BeforeAll
    static void usersOfAllKinds() {
        var http = new HttpCaller("127.0.0.1", PORT, "guest", "guest");
        for (String tag : List.of("management", "policymaker", "monitoring", "none")) {
            http.send("PUT", "users/" + tag, "{\"password\":\"p\",\"tags\":\"" + tag + "\"}");
            http.send("PUT", "permissions/%2F/" + tag, "{\"configure\":\".*\",\"write\":\".*\",\"read\":\".*\"}");
        }
    }

    /** Each answer was recorded from a RabbitMQ 3.10.8. */
    @Test
    void answersWordForWord() throws IOException {
        List<String> differences = new ArrayList<>();
        int requests = 0;
        String request = "";
        for (String line : lines("http-api.txt")) {
            if (line.startsWith("< ")) {
                requests++;
                String answer = answer(request);
                if (!isSame(line, answer)) {
                    differences.add(request + "\n  wanted " + line + "\n  got    " + answer);
                }
            } else {
                request = line;
            }
        }
        assertThat(differences).isEmpty();
        assertThat(requests).isGreaterThan(150);
    }

    private String answer(String request) {
        String[] parts = request.split(" ", 3);
        HttpCaller.Answer answer = http.send(parts[0], parts[1], parts.length > 2 ? parts[2] : "");
        return "< " + answer.status() + (answer.location().isEmpty() ? "" : " location " + answer.location())
                + (answer.body().isEmpty() ? "" : " " + answer.body());
    }

    /** Fields of JSON objects have no order. */
    private static boolean isSame(String wanted, String got) {
        int json = wanted.indexOf(" {") < 0 ? wanted.indexOf(" [") : wanted.indexOf(" {");
        if (json < 0 || got.length() <= json || !wanted.substring(0, json).equals(got.substring(0, json))) {
            return wanted.equals(got);
        }
        JsonNode one = new HttpCaller.Answer(0, "", wanted.substring(json)).json();
        return one.equals(new HttpCaller.Answer(0, "", got.substring(json)).json());
    }

    private static List<String> lines(String resource) throws IOException {
        try (InputStream in = HttpApiIT.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.isEmpty())
                    .toList();
        }
    }

    @Test
    void startsVirtualHosts_whichRunAlready() {
        String node = http.get("overview").json().path("node").asText();

        assertThat(http.send("POST", "vhosts/%2F/start/" + node, "").status()).isEqualTo(204);
        HttpCaller.Answer refused = http.send("POST", "vhosts/nosuch/start/" + node, "");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("reason").asText())
                .isEqualTo("Request to node " + node + " failed with {no_such_vhost,<<\"nosuch\">>}");
    }

    @Test
    void opensPathsByTags() {
        assertThat(statuses("management", "nodes", "users", "parameters", "definitions", "queues"))
                .containsExactly(401, 401, 401, 401, 200);
        assertThat(statuses("policymaker", "nodes", "users", "parameters", "definitions", "queues"))
                .containsExactly(401, 401, 200, 401, 200);
        assertThat(statuses("monitoring", "nodes", "users", "parameters", "definitions", "queues"))
                .containsExactly(200, 401, 401, 401, 200);
        assertThat(statuses("none", "whoami", "queues")).containsExactly(401, 401);
        assertThat(http.as("none", "p").get("whoami").body())
                .isEqualTo("{\"error\":\"not_authorised\",\"reason\":\"Not management user\"}");
        assertThat(http.as("management", "p")
                        .send("PUT", "policies/%2F/p", "{}")
                        .body())
                .contains("User not authorised to access object");
    }

    private List<Integer> statuses(String user, String... paths) {
        HttpCaller caller = http.as(user, "p");
        return java.util.stream.Stream.of(paths)
                .map(path -> caller.get(path).status())
                .toList();
    }

    @Test
    void keepsToTheUsersPermissions() {
        http.send("PUT", "users/narrow", "{\"password\":\"p\",\"tags\":\"management\"}");
        http.send("PUT", "permissions/%2F/narrow", "{\"configure\":\"^mine\",\"write\":\"^mine\",\"read\":\"^mine\"}");
        HttpCaller narrow = http.as("narrow", "p");

        assertThat(narrow.send("PUT", "queues/%2F/mine", "{}").status()).isEqualTo(201);
        assertThat(narrow.send("PUT", "queues/%2F/yours", "{}").status()).isEqualTo(401);
        assertThat(http.get("queues/%2F/yours").status()).isEqualTo(404);
    }

    @Test
    void countsMessages_andTellsRates() throws Exception {
        String queue = clients.name("rates");
        Channel channel = clients.channel();
        channel.confirmSelect();
        channel.queueDeclare(queue, true, false, false, null);
        for (int i = 0; i < 10; i++) {
            channel.basicPublish("", queue, null, Wire.bytes("x"));
        }
        channel.waitForConfirms(20_000);
        long tag = channel.basicGet(queue, false).getEnvelope().getDeliveryTag();
        channel.basicAck(tag, false);
        channel.basicGet(queue, true);

        JsonNode stats = http.get("queues/%2F/" + queue).json().path("message_stats");
        assertThat(stats.path("publish").asLong()).isEqualTo(10);
        assertThat(stats.path("get").asLong()).isEqualTo(1);
        assertThat(stats.path("get_no_ack").asLong()).isEqualTo(1);
        assertThat(stats.path("ack").asLong()).isEqualTo(1);
        assertThat(stats.path("deliver_get").asLong()).isEqualTo(2);
        String query = "?lengths_age=10&lengths_incr=1&msg_rates_age=10&msg_rates_incr=1";
        await(() -> {
            JsonNode row = http.get("queues/%2F/" + queue + query).json();
            return sampled(row.path("messages_details"), 8)
                    && sampled(row.path("message_stats").path("publish_details"), 10);
        });
        JsonNode overview = http.get("overview").json();
        assertThat(overview.path("message_stats").path("publish").asLong()).isGreaterThanOrEqualTo(10);
        assertThat(overview.path("churn_rates").path("queue_created").asLong()).isPositive();
    }

    private static boolean sampled(JsonNode details, long value) {
        return details.path("samples").path(0).path("sample").asLong() == value
                && details.path("samples").size() == 11
                && details.has("avg_rate");
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("patience").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void keepsTheCountsOfChannelsThatAreGone() throws Exception {
        long before = published();
        try (Connection connection = broker.factory().newConnection();
                Channel channel = connection.createChannel()) {
            channel.confirmSelect();
            channel.basicPublish("amq.fanout", "", null, Wire.bytes("x"));
            channel.waitForConfirms(20_000);
        }
        await(() -> published() >= before + 1);
        await(() -> http.get("exchanges/%2F/amq.fanout")
                        .json()
                        .path("message_stats")
                        .path("publish_in")
                        .asLong()
                >= 1);
    }

    private long published() {
        return http.get("overview").json().path("message_stats").path("publish").asLong();
    }

    @Test
    void showsAndClosesConnections() throws Exception {
        Connection connection = clients.connect();
        connection
                .createChannel()
                .basicConsume(clients.queue(connection.createChannel()), true, "tag", (t, d) -> {}, t -> {});
        String name = "127.0.0.1:" + ((com.rabbitmq.client.impl.AMQConnection) connection).getLocalPort()
                + " -> 127.0.0.1:" + broker.port();
        String path = "connections/" + name.replace(" ", "%20").replace(">", "%3E");

        assertThat(http.get(path).json().path("channels").asInt()).isEqualTo(2);
        assertThat(http.get(path + "/channels").json()).hasSize(2);
        assertThat(http.as("management", "p").get(path).status()).isEqualTo(401);
        JsonNode channel = http.get("channels/" + path.substring("connections/".length()) + "%20(1)")
                .json();
        assertThat(channel.path("connection_details").path("name").asText()).isEqualTo(name);

        assertThat(http.send("DELETE", path, "").status()).isEqualTo(204);
        await(() -> !connection.isOpen());
        assertThat(connection.getCloseReason().getMessage())
                .contains("CONNECTION_FORCED - Closed via management plugin");
    }

    @Test
    void bringsInWhatARabbitMqGaveOut() throws IOException {
        String definitions = String.join("\n", lines("rabbitmq-definitions.json"));

        assertThat(http.send("POST", "definitions", definitions))
                .extracting(HttpCaller.Answer::status)
                .isEqualTo(204);

        assertThat(http.as("du", "p").get("whoami").body()).contains("\"du\"");
        assertThat(http.as("dmd5", "p").get("whoami").status()).isEqualTo(200);
        assertThat(http.as("dsha512", "p").get("whoami").status()).isEqualTo(200);
        JsonNode again = http.get("definitions").json();
        JsonNode given = new HttpCaller.Answer(0, "", definitions).json();
        for (String kind :
                List.of("users", "permissions", "topic_permissions", "policies", "queues", "exchanges", "bindings")) {
            assertThat(again.path(kind)).as(kind).containsAll(given.path(kind));
        }
        assertThat(http.send("POST", "definitions", http.get("definitions").body())
                        .status())
                .as("its own")
                .isEqualTo(204);
    }

    @Test
    void enforcesTopicPermissions() throws Exception {
        http.send("PUT", "users/topical", "{\"password\":\"p\",\"tags\":\"\"}");
        http.send("PUT", "permissions/%2F/topical", "{\"configure\":\".*\",\"write\":\".*\",\"read\":\".*\"}");
        http.send(
                "PUT",
                "topic-permissions/%2F/topical",
                "{\"exchange\":\"amq.topic\",\"write\":\"^{username}\\\\.\",\"read\":\"^a\\\\.\"}");
        var factory = broker.factory();
        factory.setUsername("topical");
        factory.setPassword("p");
        try (Connection connection = factory.newConnection()) {
            Channel allowed = connection.createChannel();
            allowed.confirmSelect();
            allowed.basicPublish("amq.topic", "topical.x", null, Wire.bytes("x"));
            assertThat(allowed.waitForConfirms(20_000)).isTrue();
            allowed.basicPublish("amq.direct", "b", null, Wire.bytes("x"));
            assertThat(allowed.waitForConfirms(20_000)).isTrue();
            allowed.basicPublish("amq.topic", "b.x", null, Wire.bytes("x"));
            assertThat(Closed.later(allowed))
                    .isEqualTo(
                            "channel 403 ACCESS_REFUSED - write access to topic 'b.x' in exchange 'amq.topic' in vhost"
                                    + " '/' refused for user 'topical'");

            Channel binding = connection.createChannel();
            String queue = clients.queue(binding);
            binding.queueBind(queue, "amq.topic", "a.b");
            assertThat(Closed.by(() -> binding.queueBind(queue, "amq.topic", "b.b")))
                    .isEqualTo(
                            "channel 403 ACCESS_REFUSED - read access to topic 'b.b' in exchange 'amq.topic' in vhost '/'"
                                    + " refused for user 'topical'");
        }
    }

    @Test
    void carriesRabbitmqadmin() throws Exception {
        Path program = Path.of("/usr/bin/rabbitmqadmin");
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.isExecutable(program), "rabbitmqadmin is not installed");
        String queue = clients.name("admin");

        assertThat(admin("declare", "queue", "name=" + queue, "durable=true")).contains("queue declared");
        assertThat(admin("declare", "binding", "source=amq.topic", "destination=" + queue, "routing_key=a.#"))
                .contains("binding declared");
        assertThat(admin("publish", "exchange=amq.topic", "routing_key=a.b", "payload=hello"))
                .contains("Message published");
        assertThat(admin("list", "queues", "name", "messages")).contains(queue);
        assertThat(admin("get", "queue=" + queue, "ackmode=ack_requeue_false")).contains("hello");
        assertThat(admin("export", directory.resolve("d.json").toString())).contains("Exported definitions");
        assertThat(admin("import", directory.resolve("d.json").toString())).contains("Uploaded definitions");
        assertThat(admin("purge", "queue", "name=" + queue)).contains("queue purged");
        assertThat(admin("show", "overview")).contains("rabbitmq_version");
        assertThat(admin("delete", "queue", "name=" + queue)).contains("queue deleted");
    }

    private static String admin(String... arguments) {
        List<String> command = new ArrayList<>(List.of("/usr/bin/rabbitmqadmin", "-P", String.valueOf(PORT)));
        command.addAll(List.of(arguments));
        Program.Outcome outcome = Program.run(new ProcessBuilder(command), Duration.ofSeconds(60));
        assertThat(outcome.status()).as("%s: %s", command, outcome.errors()).isZero();
        return String.join("\n", outcome.output());
    }

    @Test
    void declaresWithArguments() {
        String queue = clients.name("arguments");
        http.send("PUT", "queues/%2F/" + queue, "{\"durable\":true,\"arguments\":{\"x-max-priority\":3}}");

        assertThat(http.get("queues/%2F/" + queue).json().path("arguments").toString())
                .isEqualTo("{\"x-max-priority\":3}");
    }
}
