package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** bin/warren's contract towards whoever starts it. */
class StartupIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.own();

    @RegisterExtension
    final Clients clients = new Clients(broker);

    @Test
    void aSecondBrokerOnTheSameDataDirectoryRefusesToStart() {
        Program.Outcome second =
                Program.run(broker.process().command("--amqp-port", String.valueOf(WarrenProcess.freePort())), LIMIT);
        assertThat(second.status()).isEqualTo(1);
        assertThat(second.errors()).hasSize(1);
        assertThat(second.output()).noneMatch(line -> line.contains("ready"));
    }

    @Test
    void aPortInUseEndsItWithOneLine(@TempDir Path directory) {
        Program.Outcome second = Program.run(
                new ProcessBuilder(List.of(
                        WarrenProcess.home().resolve("bin/warren").toString(),
                        "--data-dir",
                        directory.resolve("data").toString(),
                        "--management-port",
                        "0",
                        "--amqp-port",
                        String.valueOf(broker.port()))),
                LIMIT);
        assertThat(second.status()).isEqualTo(1);
        assertThat(second.errors()).hasSize(1);
        assertThat(second.errors().get(0)).contains(String.valueOf(broker.port()));
    }

    @Test
    void sigtermClosesConnectionsInGoodOrder() throws Exception {
        Connection connection = clients.connect();
        broker.process().stop();
        broker.process().start();
        assertThat(Closed.later(connection))
                .isEqualTo("connection 320 CONNECTION_FORCED - broker forced connection closure with reason"
                        + " 'shutdown'");
    }

    @Test
    void theDataDirectoryIsMadeWhenItIsMissing() throws IOException {
        assertThat(Files.isDirectory(broker.dataDirectory())).isTrue();
        assertThat(Files.list(broker.dataDirectory())).isNotEmpty();
    }
}
