package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Debian's amqp-tools: a client in C (librabbitmq) for shell scripts. */
class AmqpToolsIT {
    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.shared();

    @RegisterExtension
    final Clients clients = new Clients(broker);

    @BeforeEach
    void areInstalled() {
        assumeTrue(Files.exists(Path.of("/usr/bin/amqp-publish")), "Debian's amqp-tools is not installed");
    }

    private static Program.Outcome tool(String name, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "/usr/bin/" + name, "--url=amqp://guest:guest@" + broker.host() + ":" + broker.port() + "/%2F"));
        command.addAll(List.of(arguments));
        return Program.run(new ProcessBuilder(command), Duration.ofSeconds(20));
    }

    @Test
    void declarePublishGetAndDelete() {
        String queue = clients.name("tools");
        assertThat(tool("amqp-declare-queue", "-q", queue).output()).containsExactly(queue);
        assertThat(tool("amqp-publish", "-r", queue, "-b", "hello").status()).isZero();
        assertThat(tool("amqp-publish", "-r", queue, "-p", "-C", "text/plain", "-b", "again")
                        .status())
                .isZero();
        assertThat(tool("amqp-get", "-q", queue).output()).containsExactly("hello");
        assertThat(tool("amqp-get", "-q", queue).output()).containsExactly("again");
        assertThat(tool("amqp-get", "-q", queue).status()).isEqualTo(2);
        assertThat(tool("amqp-delete-queue", "-q", queue).output()).containsExactly("0");
    }

    @Test
    void consumeRunsACommandForEachMessage() {
        String queue = clients.name("tools");
        tool("amqp-declare-queue", "-q", queue);
        for (String text : List.of("a", "b", "c")) {
            tool("amqp-publish", "-r", queue, "-b", text + "\n");
        }
        Program.Outcome consumed = tool("amqp-consume", "-q", queue, "-c", "3", "-p", "1", "cat");
        assertThat(consumed.status()).isZero();
        assertThat(consumed.output()).containsExactly("a", "b", "c");
    }

    @Test
    void consumeMayBindATemporaryQueueToAnExchange() throws Exception {
        try (Program consuming = Program.start(new ProcessBuilder(
                "/usr/bin/amqp-consume",
                "--url=amqp://" + broker.host() + ":" + broker.port(),
                "-e",
                "amq.topic",
                "-r",
                "tools.#",
                "-c",
                "1",
                "cat"))) {
            Wire.await("the tool's message", () -> {
                tool("amqp-publish", "-e", "amq.topic", "-r", "tools.x", "-b", "seen");
                return !consuming.isAlive();
            });
            assertThat(consuming.outcome().output()).containsExactly("seen");
        }
    }
}
