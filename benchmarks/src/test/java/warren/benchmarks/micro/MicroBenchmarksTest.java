package warren.benchmarks.micro;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The hot code runs under JMH. What is measured here means nothing. */
class MicroBenchmarksTest {
    @Test
    void allBenchmarksRun() throws Exception {
        var options = new OptionsBuilder()
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(20))
                .param("bindings", "1000")
                .param("bodyBytes", "100")
                .param("batch", "100")
                .param("consumers", "10")
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();

        Collection<RunResult> results = new Runner(options).run();

        // two each of the codec and of topics, a queue, the journal with and without syncs
        assertThat(results).hasSize(2 + 2 + 1 + 2);
    }
}
