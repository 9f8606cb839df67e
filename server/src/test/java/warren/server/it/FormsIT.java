package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What browsers and scripts send to the HTTP API as forms. Statuses, bodies and headers are those of a RabbitMQ 3.10.8. */
class FormsIT {
    private static final int PORT = WarrenProcess.freePort();

    @RegisterExtension
    static final BrokerUnderTest broker =
            BrokerUnderTest.own("-Dwarren.management.port=" + PORT, "-Dwarren.management.host=127.0.0.1");

    private static final String GUEST = base64("guest:guest");
    private static final String FAILED = "{\"error\":\"not_authorized\",\"reason\":\"Login failed\"}";
    private static final String BAD_FILE = "{\"error\":\"bad_request\",\"reason\":\"failed_to_parse_json\"}";

    private final HttpCaller http = new HttpCaller("127.0.0.1", PORT, "guest", "guest");

    @BeforeAll
    static void somebodyWhoMayNotImport() {
        new HttpCaller("127.0.0.1", PORT, "guest", "guest")
                .send("PUT", "users/looker", "{\"password\":\"p\",\"tags\":\"monitoring\"}");
    }

    @Test
    void definitionsComeAsAFileOfAForm() {
        var done = upload("definitions", form("file", queue("q1")), UnaryOperator.identity());
        assertThat(done.statusCode()).isEqualTo(204);
        assertThat(isThere("q1")).isTrue();

        var elsewhere = upload(
                "definitions",
                form("redirect", "../#/\ub05d\r\nSet-Cookie: a=b") + form("file", queue("q2")),
                to -> to);
        assertThat(elsewhere.statusCode()).isEqualTo(303);
        assertThat(elsewhere.headers().firstValue("location")).contains("../#/%EB%81%9D%0D%0ASet-Cookie:%20a=b");
        assertThat(elsewhere.headers().firstValue("set-cookie")).isEmpty();
        assertThat(isThere("q2")).isTrue();

        String ofHost = queue("q3").replace("\"vhost\":\"/\",", "");
        assertThat(upload("definitions/%2F", form("file", ofHost) + form("redirect", "/x"), to -> to)
                        .headers()
                        .firstValue("location"))
                .contains("/x");
        assertThat(isThere("q3")).isTrue();
        assertThat(upload("definitions", form("file", ""), to -> to).statusCode())
                .isEqualTo(204);
    }

    @Test
    void whatIsNoFileOfDefinitionsIsRefused() {
        for (String fields : new String[] {form("file", "{bad"), form("file", "[]"), form("redirect", "/x"), ""}) {
            var refused = upload("definitions", fields, to -> to);
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.body()).isEqualTo(BAD_FILE);
        }
        assertThat(post("definitions", "multipart/form-data", "{}", asGuest()).statusCode())
                .isEqualTo(400);
        assertThat(post("definitions", "multipart/form-data; boundary=abc", "{}", asGuest())
                        .body())
                .isEmpty();
        // what a form without a file sends cannot be meant
        for (String type :
                new String[] {"text/plain", "application/x-www-form-urlencoded", "application/octet-stream"}) {
            assertThat(post("definitions", type, "{}", asGuest()).statusCode()).isEqualTo(415);
        }
        var notAllowed = post("definitions", "text/plain", "x", as("looker:p"));
        assertThat(notAllowed.body()).isEqualTo("{\"error\":\"not_authorised\",\"reason\":\"Not administrator user\"}");
    }

    @Test
    void credentialsStandInTheAddressOfDefinitionsOnly() {
        assertThat(get("definitions?auth=" + GUEST).statusCode()).isEqualTo(200);
        assertThat(get("definitions/%2F?auth=" + GUEST).statusCode()).isEqualTo(200);
        var wrong = get("definitions?auth=" + base64("guest:x"));
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.body()).isEqualTo(FAILED);
        assertThat(get("whoami?auth=" + GUEST).statusCode()).isEqualTo(401);
        assertThat(get("definitions?auth=x").statusCode()).isEqualTo(401);
    }

    @Test
    void loginTellsWhetherAPasswordIsRight_andLeavesNoCookie() {
        var right = login("username=looker&password=p");
        assertThat(right.statusCode()).isEqualTo(200);
        assertThat(right.body()).isEqualTo("\"ok\"");
        assertThat(right.headers().firstValue("set-cookie")).isEmpty();

        for (String wrong : new String[] {"username=looker&password=no", "user=looker", "", "a\r\n%zz=%"}) {
            var refused = login(wrong);
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.body()).isEqualTo(FAILED);
            assertThat(refused.headers().firstValue("www-authenticate"))
                    .contains("Basic realm=\"RabbitMQ Management\"");
        }
        assertThat(get("login").headers().firstValue("allow")).contains("POST, OPTIONS");
        assertThat(send(request("whoami").GET().header("Cookie", "auth=" + GUEST))
                        .statusCode())
                .isEqualTo(401);
        assertThat(login("username=looker&password=" + "p".repeat(20_000)).statusCode())
                .isEqualTo(413);
    }

    @Test
    void resetIsForAdministrators() {
        String node = http.get("overview").json().path("node").asText();

        assertThat(http.send("DELETE", "reset", "").status()).isEqualTo(204);
        assertThat(http.send("DELETE", "reset/" + node, "").status()).isEqualTo(204);
        assertThat(http.send("DELETE", "reset/nobody@localhost", "").status()).isEqualTo(404);
        assertThat(http.as("looker", "p").send("DELETE", "reset", "").status()).isEqualTo(401);
        assertThat(http.get("reset").status()).isEqualTo(405);
    }

    /** A browser that knows the password sends it along with any form, whoever wrote the page. */
    @Test
    void aFormOfAnotherSitesPageChangesNothing() {
        String here = "http://127.0.0.1:" + PORT;
        for (String[] headers : new String[][] {
            {"Sec-Fetch-Site", "cross-site"},
            {"Sec-Fetch-Site", "same-site"},
            {"Sec-Fetch-Site", "cross-site", "Origin", here},
            {"Origin", "http://elsewhere.example"},
            {"Origin", "http://127.0.0.1:" + (PORT + 1)},
            {"Origin", here + ".elsewhere.example"},
            {"Origin", "null"},
        }) {
            var refused = upload("definitions", form("file", queue("planted")), to -> to.headers(headers));
            assertThat(refused.statusCode()).as(String.join(" ", headers)).isEqualTo(403);
        }
        assertThat(isThere("planted")).isFalse();

        for (String[] headers : new String[][] {
            {"Sec-Fetch-Site", "same-origin", "Origin", here},
            {"Origin", here},
            {"Origin", "https://broker.example", "X-Forwarded-Host", "broker.example"},
            {"Origin", "https://broker.example", "X-Warren-Page", "1"},
        }) {
            var taken = upload("definitions", form("file", queue("meant")), to -> to.headers(headers));
            assertThat(taken.statusCode()).as(String.join(" ", headers)).isEqualTo(204);
        }
    }

    private boolean isThere(String queue) {
        return http.get("queues/%2F/" + queue).status() == 200;
    }

    private static String queue(String name) {
        return "{\"queues\":[{\"name\":\"" + name
                + "\",\"vhost\":\"/\",\"durable\":true,\"auto_delete\":false,\"arguments\":{}}]}";
    }

    private static String form(String name, String value) {
        return "--XX\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }

    private static HttpResponse<String> upload(String path, String fields, UnaryOperator<HttpRequest.Builder> more) {
        return post(
                path,
                "multipart/form-data; boundary=XX",
                fields + "--XX--\r\n",
                to -> more.apply(asGuest().apply(to)));
    }

    private static UnaryOperator<HttpRequest.Builder> asGuest() {
        return as("guest:guest");
    }

    private static UnaryOperator<HttpRequest.Builder> as(String pair) {
        return to -> to.header("Authorization", "Basic " + base64(pair));
    }

    private static HttpResponse<String> login(String form) {
        return post("login", "application/x-www-form-urlencoded", form, to -> to);
    }

    private static HttpResponse<String> get(String path) {
        return send(request(path).GET());
    }

    private static HttpResponse<String> post(
            String path, String type, String body, UnaryOperator<HttpRequest.Builder> more) {
        return send(more.apply(request(path).header("Content-Type", type).POST(BodyPublishers.ofString(body))));
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + PORT + "/api/" + path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new AssertionError("no answer", failure);
        } catch (InterruptedException stopped) {
            throw new AssertionError("stopped", stopped);
        }
    }

    private static String base64(String pair) {
        return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}
