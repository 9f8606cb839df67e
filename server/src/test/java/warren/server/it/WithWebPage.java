package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A broker of its own, and somebody who has logged in at its web page with a real browser. */
abstract class WithWebPage {
    /** What the page asks for and does without when it is not there. */
    private static final Pattern OPTIONAL = Pattern.compile(
            "/api/(actors|queues/.*/(explain|unacked|messages\\?count=1)|exchanges/.*/route) .* status of 404.*");

    static final int PORT = WarrenProcess.freePort();

    @TempDir
    static Path downloads;

    static Browser browser;

    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.own(
            "-Dwarren.management.port=" + PORT,
            "-Dwarren.management.host=127.0.0.1",
            "-Dwarren.management.sample-interval=1s");

    final HttpCaller http = new HttpCaller("127.0.0.1", PORT, "guest", "guest");

    @BeforeAll
    static void begin() {
        browser = new Browser("http://127.0.0.1:" + PORT + "/", downloads);
    }

    @AfterAll
    static void end() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void logIn() {
        browser.resize(1400, 900);
        browser.openAnew();
        browser.fill("User name", "guest");
        browser.fill("Password", "guest");
        browser.click("Log in");
        browser.seeHeading("Overview");
        complaints();
    }

    /** Queues go after the look at the complaints: the page asks each second for the one that it shows. */
    @AfterEach
    void theBrowserHadNothingToComplainOf() {
        List<String> complaints = complaints();
        for (JsonNode queue : http.get("queues/%2F").json()) {
            String name = URLEncoder.encode(queue.path("name").asText(), StandardCharsets.UTF_8);
            http.send("DELETE", "queues/%2F/" + name.replace("+", "%20"), "");
        }
        assertThat(complaints).isEmpty();
    }

    static List<String> complaints() {
        return browser.complaints().stream()
                .filter(line -> !OPTIONAL.matcher(line).find())
                .toList();
    }
}
