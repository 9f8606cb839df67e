package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** npm's amqplib, the client of Node.js. */
class AmqplibIT {
    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.shared();

    @Test
    void publishesWithConfirms_consumes_acknowledges_andAsks(@TempDir Path directory) throws Exception {
        assumeTrue(Files.exists(Path.of("/usr/bin/npm")), "npm is not installed");
        Program.Outcome installed = Program.run(
                new ProcessBuilder(
                                "npm",
                                "install",
                                "--no-audit",
                                "--no-fund",
                                "--prefer-offline",
                                "--prefix",
                                directory.toString(),
                                "amqplib@0.10.8")
                        .directory(directory.toFile()),
                Duration.ofSeconds(60));
        assumeTrue(installed.status() == 0, () -> "npm could not fetch amqplib: " + installed.errors());
        Path program = directory.resolve("work.js");
        Files.copy(Path.of("src/test/node/work.js"), program);
        Program.Outcome outcome = Program.run(
                new ProcessBuilder("node", program.toString(), "amqp://" + broker.host() + ":" + broker.port()),
                Duration.ofSeconds(30));
        assertThat(outcome.output())
                .as("errors %s", outcome.errors())
                .containsExactly(
                        "confirmed",
                        "got one",
                        "seen two false",
                        "seen three false",
                        "seen two true",
                        "returned NO_ROUTE nobody",
                        "headers {\"n\":1,\"s\":\"x\",\"t\":{\"deep\":true}}",
                        "refused 404 NOT_FOUND - no queue 'no such queue' in vhost '/'",
                        "left 0");
    }
}
