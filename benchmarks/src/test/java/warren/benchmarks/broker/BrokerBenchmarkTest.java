package warren.benchmarks.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import warren.server.Warren;

/** The workloads run. What is measured here means nothing. */
class BrokerBenchmarkTest {
    @TempDir
    Path directory;

    @Test
    void workloadsMoveMessages() throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (Warren warren = Warren.start(Map.of(
                "warren.persistence.directory",
                directory.toString(),
                "warren.amqp.port",
                0,
                "warren.management.port",
                0))) {
            var benchmark = new BrokerBenchmark(new PrintStream(bytes, true, StandardCharsets.UTF_8));
            int status = new CommandLine(benchmark)
                    .execute(
                            "--broker=here=amqp://guest:guest@127.0.0.1:" + warren.amqpPort(),
                            "--rounds=1",
                            "--seconds=1",
                            "--warm=1",
                            "--workload=durable-confirm",
                            "--workload=work-queue",
                            "--workload=topic",
                            "--workload=exchange-custom");
            assertThat(status).isZero();
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines().skip(1))
                .hasSize(4)
                .allSatisfy(line -> assertThat(line.split(" +")[3].replace(",", ""))
                        .satisfies(consumed ->
                                assertThat(Integer.parseInt(consumed)).isPositive()));
    }

    @Test
    void aWorkloadThatDoesNotExistIsNamed() {
        var errors = new ByteArrayOutputStream();
        int status = new CommandLine(new BrokerBenchmark(new PrintStream(errors, true, StandardCharsets.UTF_8)))
                .execute("--workload=nothing");

        assertThat(status).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(errors.toString(StandardCharsets.UTF_8)).contains("nothing");
    }
}
