package warren.benchmarks.broker;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Plays workloads against one or more brokers in turn and prints what each of them did. */
@Command(
        name = "benchmarks/broker",
        description = "Measures a whole broker under load from RabbitMQ's Java client on the same machine.",
        mixinStandardHelpOptions = true)
public final class BrokerBenchmark implements Callable<Integer> {
    @Option(names = "--workload", description = "One of those listed at the end; all of them if not given.")
    private List<String> names = List.of();

    @Option(names = "--broker", description = "NAME=URI or NAME=URI#PID: a broker that runs; else Warren is started.")
    private List<String> brokers = List.of();

    @Option(names = "--rounds", description = "Measurements, of which the median is printed (${DEFAULT-VALUE}).")
    private int rounds = 3;

    @Option(names = "--seconds", description = "Length of each (${DEFAULT-VALUE}).")
    private int seconds = 5;

    @Option(names = "--warm", description = "Seconds of load before the first of a workload (${DEFAULT-VALUE}).")
    private int warmSeconds = 10;

    @Option(names = "--home", description = "The checkout of Warren (${DEFAULT-VALUE}).")
    private Path home = Path.of("");

    @Option(names = "--data", description = "Where the started Warren keeps its data (${DEFAULT-VALUE}).")
    private Path data = Path.of(System.getProperty("java.io.tmpdir"));

    private final PrintStream out;

    /** One measurement. */
    private record Round(
            double publishedPerSecond,
            double consumedPerSecond,
            double cpuMicros,
            double p50Micros,
            double p99Micros) {}

    BrokerBenchmark(PrintStream out) {
        this.out = out;
    }

    /** Runs it from the command line. */
    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new BrokerBenchmark(System.out));
        var known = new StringBuilder("%nWorkloads:%n");
        Workload.ALL.forEach(each -> known.append("  %-16s %s%%n".formatted(each.name(), each.about())));
        line.getCommandSpec().usageMessage().footer(known.toString());
        System.exit(line.execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        List<String> known = Workload.ALL.stream().map(Workload::name).toList();
        if (!known.containsAll(names)) {
            out.println("a workload is one of " + String.join(", ", known) + ", not " + String.join(", ", names));
            return CommandLine.ExitCode.USAGE;
        }
        List<Workload> chosen = Workload.ALL.stream()
                .filter(each -> names.isEmpty() || names.contains(each.name()))
                .toList();
        out.printf(
                "%-16s %-10s %11s %11s %8s %9s %9s%n",
                "workload", "broker", "published/s", "consumed/s", "CPU us", "p50 us", "p99 us");
        List<MeasuredBroker> measured = new ArrayList<>();
        try {
            for (String broker : brokers) {
                measured.add(MeasuredBroker.running(broker));
            }
            if (measured.isEmpty()) {
                measured.add(MeasuredBroker.start(home, data));
            }
            for (Workload workload : chosen) {
                for (MeasuredBroker broker : measured) {
                    print(workload, broker, measure(workload, broker));
                }
            }
        } finally {
            for (MeasuredBroker broker : measured) {
                broker.close();
            }
        }
        return CommandLine.ExitCode.OK;
    }

    private List<Round> measure(Workload workload, MeasuredBroker broker) throws Exception {
        List<Round> found = new ArrayList<>();
        try (Load load = new Load(workload, broker.factory)) {
            Thread.sleep(Duration.ofSeconds(warmSeconds).toMillis());
            for (int i = 0; i < rounds; i++) {
                found.add(round(load, broker));
            }
        }
        return found;
    }

    private Round round(Load load, MeasuredBroker broker) throws InterruptedException {
        load.takeLatencies();
        long published = load.published();
        long consumed = load.consumed();
        Duration cpu = broker.processorTime();
        long start = System.nanoTime();
        Thread.sleep(Duration.ofSeconds(seconds).toMillis());
        double elapsed = (System.nanoTime() - start) / 1e9;
        long publishedNow = load.published() - published;
        long consumedNow = load.consumed() - consumed;
        double micros = broker.processorTime().minus(cpu).toNanos() / 1_000.0;
        double perMessage = micros / Math.max(1, Math.max(publishedNow, consumedNow));
        Histogram latencies = load.takeLatencies();
        return new Round(
                publishedNow / elapsed,
                consumedNow / elapsed,
                perMessage,
                latencies.getValueAtPercentile(50) / 1_000.0,
                latencies.getValueAtPercentile(99) / 1_000.0);
    }

    /** The round whose processor time is the median; the processor time of a message counts each delivery where there are more of them. */
    private void print(Workload workload, MeasuredBroker broker, List<Round> found) {
        Round median = found.stream()
                .sorted(Comparator.comparingDouble(Round::cpuMicros))
                .toList()
                .get(found.size() / 2);
        out.printf(
                Locale.ROOT,
                "%-16s %-10s %,11.0f %,11.0f %8.2f %,9.0f %,9.0f%n",
                workload.name(),
                broker.name,
                median.publishedPerSecond,
                median.consumedPerSecond,
                median.cpuMicros,
                median.p50Micros,
                median.p99Micros);
    }
}
