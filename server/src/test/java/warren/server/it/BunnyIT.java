package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Debian's ruby-bunny, the client of Ruby. */
class BunnyIT {
    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.shared();

    @Test
    void publishesWithConfirms_subscribes_acknowledges_andAsks() {
        assumeTrue(Files.isDirectory(Path.of("/usr/share/doc/ruby-bunny")), "Debian's ruby-bunny is not installed");
        Program.Outcome outcome = Program.run(
                new ProcessBuilder("/usr/bin/ruby", "src/test/ruby/work.rb", broker.host(), "" + broker.port()),
                Duration.ofSeconds(30));
        assertThat(outcome.output())
                .as("errors %s", outcome.errors())
                .containsExactly(
                        "confirmed true",
                        "got one of 3",
                        "seen two false",
                        "seen three false",
                        "seen two true",
                        "returned NO_ROUTE nobody",
                        "headers {\"n\"=>1, \"s\"=>\"x\", \"t\"=>{\"deep\"=>true}}",
                        "refused NOT_FOUND - no queue 'no such queue' in vhost '/'",
                        "left 0");
    }
}
