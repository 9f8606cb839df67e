package warren.management;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import warren.actors.broker.BrokerStatus.Listener;
import warren.management.broker.Hosting;
import warren.management.broker.ManagementSettings;
import warren.management.broker.TlsPorts;
import warren.management.json.Json;
import warren.management.plugins.Plugin;
import warren.management.plugins.PluginSettings;

/** Both ports over real sockets, before a broker that only answers operators. */
class ManagementIT {
    private final ActorTestKit kit = ActorTestKit.create(ConfigFactory.parseString("pekko.loglevel = WARNING"));
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicInteger shutdowns = new AtomicInteger();

    @TempDir
    private Path directory;

    private Management management;

    private final Hosting hosting = new Hosting() {
        @Override
        public void stop() {
            shutdowns.incrementAndGet();
        }

        @Override
        public CompletionStage<List<String>> reload() {
            return CompletableFuture.completedFuture(List.of("nothing has changed"));
        }
    };

    @BeforeEach
    void start() throws Exception {
        var settings = new ManagementSettings(
                "rabbit@here",
                "1.2.3",
                "127.0.0.1",
                freePort(),
                Duration.ofSeconds(1),
                directory,
                List.of(),
                List.of(),
                () -> List.of("guest"),
                List.of("PLAIN", "AMQPLAIN", "EXTERNAL"),
                TlsPorts.NONE,
                new Listener("127.0.0.1", 0, "http/prometheus", "metrics"),
                new PluginSettings(directory.resolve("enabled_plugins"), Set.of(Plugin.MANAGEMENT), "1.2.3"));
        management = Management.start(kit.system(), kit.spawn(FakeBroker.create()), settings, hosting)
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        management.stop().toCompletableFuture().get(10, TimeUnit.SECONDS);
        kit.shutdownTestKit();
    }

    @Test
    void answersOverview() throws Exception {
        JsonNode overview = json(get("/api/overview", "guest:guest"));

        assertThat(overview.path("product_name").asText()).isEqualTo("Warren");
        assertThat(overview.path("rabbitmq_version").asText()).isEqualTo("3.10.8");
        assertThat(overview.path("object_totals"))
                .hasToString("{\"exchanges\":1,\"connections\":1,\"channels\":1,\"queues\":1,\"consumers\":1}");
        assertThat(overview.path("queue_totals").path("messages").asLong()).isEqualTo(3);
        assertThat(overview.path("recovery").toString()).isEqualTo("{\"queues\":10,\"recovered\":3}");
    }

    @Test
    void findsOneQueueByItsPath_withTheSlashOfTheHostQuoted() throws Exception {
        JsonNode queue = json(get("/api/queues/%2F/hello", "guest:guest"));

        assertThat(queue.path("name").asText()).isEqualTo("hello");
        assertThat(queue.path("arguments")).hasToString("{\"x-max-length\":10}");
        assertThat(queue.path("consumer_details")).hasSize(1);
    }

    @Test
    void listsWhatThereIs() throws Exception {
        for (String path : List.of(
                "nodes",
                "vhosts",
                "users",
                "permissions",
                "connections",
                "channels",
                "consumers",
                "exchanges",
                "exchanges/%2F",
                "queues",
                "queues/%2F",
                "bindings",
                "bindings/%2F")) {
            assertThat(json(get("/api/" + path, "guest:guest"))).as(path).hasSize(1);
        }
    }

    @Test
    void saysInJsonThatThereIsNoSuchThing() throws Exception {
        HttpResponse<String> missing = get("/api/queues/%2F/nosuch", "guest:guest");

        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.body()).isEqualTo("{\"error\":\"Object Not Found\",\"reason\":\"Not Found\"}");
        assertThat(get("/api/nosuch", "guest:guest").statusCode()).isEqualTo(404);
        assertThat(get("/api/queues/nosuch", "guest:guest").statusCode()).isEqualTo(404);
    }

    @Test
    void wantsAPassword() throws Exception {
        HttpResponse<String> refused = get("/api/overview", "guest:wrong");

        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).isEqualTo("{\"error\":\"not_authorized\",\"reason\":\"Login failed\"}");
        assertThat(refused.headers().firstValue("WWW-Authenticate")).isPresent();
    }

    @Test
    void wantsATag() throws Exception {
        control("add_user", "{\"user\":\"u\",\"password\":\"p\"}");
        assertThat(get("/api/whoami", "u:p").statusCode()).isEqualTo(401);

        control("set_user_tags", "{\"user\":\"u\",\"tags\":[\"management\"]}");
        assertThat(get("/api/whoami", "u:p").body()).isEqualTo("{\"name\":\"u\",\"tags\":[\"management\"]}");
        assertThat(json(get("/api/queues", "u:p")))
                .as("no permission, no queues")
                .isEmpty();
    }

    @Test
    void saysWhichMethodsThereAre() throws Exception {
        HttpRequest delete = request("/api/whoami", "guest:guest").DELETE().build();
        HttpResponse<String> refused = client.send(delete, HttpResponse.BodyHandlers.ofString());

        assertThat(refused.statusCode()).isEqualTo(405);
        assertThat(refused.headers().firstValue("Allow")).contains("HEAD, GET, OPTIONS");
    }

    @Test
    void refusesWhatAnotherSitesPageHasABrowserSend() throws Exception {
        HttpRequest delete = request("/api/users/guest", "guest:guest")
                .header("Sec-Fetch-Site", "cross-site")
                .DELETE()
                .build();

        assertThat(client.send(delete, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(403);
        assertThat(json(get("/api/users", "guest:guest"))).hasSize(1);
    }

    @Test
    void tellsBrowsersToTrustNothingElse() throws Exception {
        var headers = get("/api/whoami", "guest:guest").headers();

        assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'", "script-src 'self'", "style-src 'self'");
    }

    @Test
    void givesThePageToEverybody_andItsFilesOnly() throws Exception {
        HttpResponse<String> page = get("/", "");

        assertThat(page.body()).contains("<script type=\"module\" src=\"app.js\">");
        assertThat(page.headers().firstValue("Cache-Control")).contains("no-cache");
        assertThat(get("/app.js", "").statusCode()).isEqualTo(200);
        assertThat(get("/views/..%2F..%2Fhttp%2FPageFiles.class", "").statusCode())
                .isEqualTo(404);
        assertThat(get("/..%2Fapp.js", "").statusCode()).isEqualTo(404);
    }

    @Test
    void answersHeadForAFileWithoutABody() throws Exception {
        var head = HttpRequest.newBuilder(URI.create(management.addresses().get(0) + "/app.js"))
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build();

        HttpResponse<String> answer = client.send(head, HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().firstValueAsLong("Content-Length").orElse(0))
                .isPositive();
    }

    @Test
    void controlOpensToTheSecretOnly() throws Exception {
        JsonNode file = Json.read(Files.readAllBytes(directory.resolve("control.json")));
        HttpRequest wrong = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + file.path("port").asInt() + "/control/state"))
                .header("Authorization", "Bearer 123")
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();

        assertThat(client.send(wrong, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(401);
        assertThat(control("state", "{}")).isEqualTo("{\"value\":{\"running\":true,\"node\":\"rabbit@here\"}}");
    }

    @Test
    void controlListsTheColumnsThatAreAskedFor() throws Exception {
        String columns = "{\"vhost\":\"/\",\"columns\":[\"messages\",\"name\",\"head_message_timestamp\"]}";

        assertThat(control("list_queues", columns))
                .isEqualTo("{\"value\":[{\"messages\":3,\"name\":\"hello\",\"head_message_timestamp\":\"\"}]}");
        assertThat(control("list_queues", "{\"vhost\":\"nosuch\",\"columns\":[\"name\"]}"))
                .isEqualTo("{\"value\":[]}");
    }

    @Test
    void controlTellsWhyNot() throws Exception {
        assertThat(control("delete_user", "{\"user\":\"nobody\"}"))
                .isEqualTo("{\"error\":{\"reason\":\"no_such_user\",\"text\":\"User \\\"nobody\\\" does not exist\"}}");
        assertThat(control("close_connection", "{\"pid\":\"notapid\"}")).contains("\"reason\":\"invalid\"");
        assertThat(control("nosuch", "{}")).contains("\"reason\":\"not_found\"");
        assertThat(control("state", "{bad")).contains("malformed request");
    }

    @Test
    void controlStopsTheProgram() throws Exception {
        control("stop", "{}");

        assertThat(shutdowns).hasValue(1);
    }

    private String control(String command, String body) throws IOException, InterruptedException {
        JsonNode file = Json.read(Files.readAllBytes(directory.resolve("control.json")));
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + file.path("port").asInt() + "/control/" + command))
                .header("Authorization", "Bearer " + file.path("secret").asText())
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private HttpResponse<String> get(String path, String credentials) throws IOException, InterruptedException {
        return client.send(request(path, credentials).GET().build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path, String credentials) {
        String address = management.addresses().get(0);
        String token = Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
        return HttpRequest.newBuilder(URI.create(address + path)).header("Authorization", "Basic " + token);
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        assertThat(response.statusCode()).isEqualTo(200);
        return Json.read(response.body());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
