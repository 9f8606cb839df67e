package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.ConnectionFactory;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The brake on guessed passwords, and how logins are counted. */
class FailedLoginsIT {
    private static final int PORT = WarrenProcess.freePort();

    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.own(
            "-Dwarren.management.port=" + PORT,
            "-Dwarren.management.host=127.0.0.1",
            "-Dwarren.access.failed-logins.max=3",
            "-Dwarren.access.failed-logins.hold=600s");

    private final HttpCaller http = new HttpCaller("127.0.0.1", PORT, "guest", "guest");
    private String node = "";

    @BeforeEach
    void users() {
        for (String user : List.of("amqp", "web", "third")) {
            http.send("PUT", "users/" + user, "{\"password\":\"right\",\"tags\":\"management\"}");
            http.send("PUT", "permissions/%2F/" + user, "{\"configure\":\"\",\"write\":\"\",\"read\":\"\"}");
        }
        node = http.get("overview").json().path("node").asText();
    }

    private static void logIn(String user, String password, String ownAddress) throws Exception {
        var factory = new ConnectionFactory();
        factory.setPort(broker.port());
        factory.setUsername(user);
        factory.setPassword(password);
        factory.setAutomaticRecoveryEnabled(false);
        factory.setSocketConfigurator(socket -> socket.bind(new InetSocketAddress(ownAddress, 0)));
        factory.newConnection().close();
    }

    @Test
    void aGuesserIsNoLongerLookedAt_whereHeIs() throws Exception {
        for (String guess : List.of("a", "b", "c", "right")) {
            assertThatThrownBy(() -> logIn("amqp", guess, "127.0.0.1"))
                    .isInstanceOf(AuthenticationFailureException.class);
        }
        broker.process().awaitLogged("user 'amqp' at 127.0.0.1 has shown too many wrong passwords (amqp091)");

        logIn("amqp", "right", "127.0.0.2");
        logIn("third", "right", "127.0.0.1");
        // an operator of this machine may
        assertThat(broker.ctl("authenticate_user", "amqp", "right").status()).isZero();
    }

    @Test
    void theHttpApiRefusesToo() {
        for (String guess : List.of("a", "b", "c")) {
            assertThat(http.as("web", guess).get("whoami").json().path("reason").asText())
                    .isEqualTo("Login failed");
        }
        HttpCaller.Answer refused = http.as("web", "right").get("whoami");

        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.json().path("reason").asText()).isEqualTo("Too many failed logins, try again later");
        assertThat(http.get("whoami").status()).isEqualTo(200);
    }

    @Test
    void attemptsAreCounted_untilTheyAreCleared() {
        http.send("DELETE", "auth/attempts/" + node, "");
        http.as("nobody", "x").get("whoami");

        assertThat(http.get("auth/attempts/" + node).json())
                .filteredOn(each -> each.path("protocol").asText().equals("http"))
                .singleElement()
                .hasToString("{\"protocol\":\"http\",\"auth_attempts\":2,\"auth_attempts_failed\":1,"
                        + "\"auth_attempts_succeeded\":1}");
        JsonNode sources = http.get("auth/attempts/" + node + "/source").json();
        assertThat(sources)
                .filteredOn(each -> each.path("username").asText().equals("nobody"))
                .singleElement()
                .hasToString("{\"remote_address\":\"127.0.0.1\",\"username\":\"nobody\",\"protocol\":\"http\","
                        + "\"auth_attempts\":1,\"auth_attempts_failed\":1,\"auth_attempts_succeeded\":0}");

        assertThat(http.send("DELETE", "auth/attempts/" + node + "/source", "").status())
                .isEqualTo(204);
        assertThat(http.get("auth/attempts/" + node + "/source").body()).doesNotContain("nobody");
        assertThat(http.get("auth/attempts/elsewhere").status()).isEqualTo(404);
        assertThat(http.as("third", "right").get("auth/attempts/" + node).status())
                .isEqualTo(401);
    }
}
