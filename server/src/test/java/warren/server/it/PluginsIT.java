package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ports that open and close while the broker runs, and stay as they were left. Texts are those of rabbitmq-plugins 3.10.8. */
class PluginsIT {
    private final int management = WarrenProcess.freePort();
    private final int prometheus = WarrenProcess.freePort();
    private WarrenProcess warren;

    @BeforeEach
    void start() {
        Assumptions.assumeFalse(BrokerUnderTest.isPeerGiven(), "needs a Warren with settings of its own");
        warren = WarrenProcess.startOnNewDirectory(
                "-Dwarren.management.host=127.0.0.1",
                "-Dwarren.management.port=" + management,
                "-Dwarren.prometheus.host=127.0.0.1",
                "-Dwarren.prometheus.port=" + prometheus);
    }

    @AfterEach
    void end() {
        if (warren != null) {
            warren.close();
        }
    }

    @Test
    void portsOpenAndClose_clientsStay_andARestartKeepsIt() throws Exception {
        try (Connection connection = BrokerUnderTest.of(warren).factory().newConnection()) {
            Channel channel = connection.createChannel();
            channel.queueDeclare("q", true, false, false, null);
            assertThat(isOpen(management)).isTrue();
            assertThat(isOpen(prometheus)).isFalse();

            assertThat(warren.ctl("-q", "enable", "rabbitmq_prometheus").output())
                    .containsSubsequence(
                            "The following plugins have been configured:",
                            "  rabbitmq_management",
                            "  rabbitmq_prometheus",
                            "The following plugins have been enabled:",
                            "  rabbitmq_prometheus",
                            "",
                            "started 1 plugins.");
            assertThat(isOpen(prometheus)).isTrue();
            assertThat(warren.ctl("disable", "rabbitmq_management").output()).endsWith("stopped 1 plugins.");
            assertThat(isOpen(management)).isFalse();
            assertThat(warren.ctl("-q", "list", "-E", "-m").output()).containsExactly("rabbitmq_prometheus");
            assertThat(warren.ctl("list_queues", "-q", "--no-table-headers").output())
                    .containsExactly("q\t0");
            assertThat(channel.queueDelete("q")).isNotNull();
        }
        assertThat(warren.dataDirectory().resolve("enabled_plugins")).hasContent("[rabbitmq_prometheus].");

        warren.stop();
        warren.start();

        assertThat(isOpen(management)).isFalse();
        assertThat(isOpen(prometheus)).isTrue();
        assertThat(warren.ctl("set", "rabbitmq_management").output())
                .endsWith("started 1 plugins and stopped 1 plugins.");
        assertThat(isOpen(management)).isTrue();
        assertThat(isOpen(prometheus)).isFalse();
        var api = new HttpCaller("127.0.0.1", management, "guest", "guest");
        assertThat(api.get("nodes").json().get(0).path("enabled_plugins").toString())
                .contains("rabbitmq_management")
                .doesNotContain("prometheus");
    }

    @Test
    void changesTheFileAloneWhenNoBrokerRuns() throws IOException {
        warren.stop();

        assertThat(warren.ctl("enable", "rabbitmq_prometheus").output())
                .endsWith("set 2 plugins.", "Offline change; changes will take effect at broker restart.");
        assertThat(warren.ctl("list", "prometheus").output())
                .contains("[E ] rabbitmq_prometheus 0.1.0")
                .anyMatch(line -> line.contains("[failed to contact "));
        assertThat(warren.ctl("is_enabled", "rabbitmq_prometheus", "--offline").status())
                .isZero();
        assertThat(warren.ctl("enable", "rabbitmq_prometheus", "--online").status())
                .isEqualTo(69);

        warren.start();

        assertThat(isOpen(prometheus)).isTrue();
        assertThat(warren.ctl("is_enabled", "rabbitmq_prometheus", "rabbitmq_random_exchange")
                        .status())
                .isZero();
    }

    @Test
    void refusesWhatCannotBe() throws IOException {
        Program.Outcome absent = warren.ctl("enable", "rabbitmq_stomp");
        assertThat(absent.status()).isEqualTo(70);
        assertThat(absent.errors())
                .containsExactly(
                        "Error:", "{:plugins_not_found, [:rabbitmq_stomp]}", "Warren does not have rabbitmq_stomp");
        Program.Outcome builtIn = warren.ctl("disable", "rabbitmq_consistent_hash_exchange");
        assertThat(builtIn.status()).isEqualTo(69);
        assertThat(builtIn.errors()).last().asString().endsWith("is a part of Warren and cannot be disabled");
        assertThat(warren.ctl("is_enabled", "rabbitmq_stomp").status()).isEqualTo(69);
        assertThat(warren.ctl("enable").status()).isEqualTo(64);
        assertThat(warren.ctl("enable", "x", "--online", "--offline").status()).isEqualTo(65);
        assertThat(warren.dataDirectory().resolve("enabled_plugins")).doesNotExist();

        warren.stop();
        Path file = warren.dataDirectory().resolve("enabled_plugins");
        Files.writeString(file, "[rabbitmq_management, rabbitmq_shovel].\n");
        warren.start();

        warren.awaitLogged("what Warren does not have: rabbitmq_shovel");
        assertThat(isOpen(management)).isTrue();
    }

    private static boolean isOpen(int port) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (ConnectException refused) {
            return false;
        }
    }
}
