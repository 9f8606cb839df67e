package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.rabbitmq.client.Connection;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A bit of a stored definition has flipped while the broker was down: there is no broker without what it said. */
class DamagedDefinitionsIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private WarrenProcess process;

    @BeforeEach
    void start() {
        assumeTrue(!BrokerUnderTest.isPeerGiven());
        process = WarrenProcess.startOnNewDirectory();
    }

    @AfterEach
    void end() {
        if (process != null) {
            process.close();
        }
    }

    @Test
    void thoseOfUsersAndVirtualHostsEndTheStartWithOneLine() throws Exception {
        process.stop();
        StoredBytes.damage(process.dataDirectory(), "Default virtual host");
        refusesToStart("users, permissions and virtual hosts", "event 1 of access");
    }

    @Test
    void thoseOfAVirtualHostEndTheStartWithOneLine() throws Exception {
        try (Connection connection = BrokerUnderTest.of(process).factory().newConnection()) {
            connection.createChannel().queueDeclare("which-decays", true, false, false, null);
        }
        process.stop();
        StoredBytes.damage(process.dataDirectory(), "which-decays");
        refusesToStart("virtual host '/'", "event 1 of vhost/");
    }

    private void refusesToStart(String whose, String event) {
        Program.Outcome start = Program.run(
                // the log would show on the console too, if the start were slow
                process.command("--amqp-port", String.valueOf(process.port()), "-Dwarren.log.console=off"), LIMIT);
        assertThat(start.errors())
                .singleElement()
                .asString()
                .startsWith("warren: the definitions of " + whose + " are damaged: " + event)
                .contains("is damaged (segment 1, offset ");
        assertThat(start.output()).isEmpty();
        assertThat(start.status()).isEqualTo(1);
    }
}
