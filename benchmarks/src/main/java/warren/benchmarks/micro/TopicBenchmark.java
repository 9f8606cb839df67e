package warren.benchmarks.micro;

import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import warren.routing.TopicTable;
import warren.routing.message.BasicProperties;
import warren.routing.message.FieldTable;
import warren.routing.message.Message;

/**
 * One message through a topic exchange with so many bindings, a third each of plain keys, of patterns with a star and with a hash. {@code
 * repeatingKeys}: the same thousand keys again and again; {@code freshKeys}: more keys than the exchange remembers.
 */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TopicBenchmark {
    private static final int FEW = 1_000;
    private static final int MANY = 1 << 17;

    @Param({"10", "1000", "100000"})
    public int bindings;

    private final TopicTable<Integer> table = new TopicTable<>();
    private final Message[] messages = new Message[MANY];
    private int next;

    @Setup
    public void bind() {
        var random = new Random(1);
        for (int i = 0; i < bindings; i++) {
            String pattern = switch (i % 3) {
                case 0 -> key(i, i % 7, i % 11);
                case 1 -> "sensor" + i + ".*." + "room" + i % 11;
                default -> "sensor" + i + ".#";
            };
            table.bind(i % 100, pattern, FieldTable.EMPTY);
        }
        for (int i = 0; i < MANY; i++) {
            String key = key(random.nextInt(bindings), random.nextInt(7), i < FEW ? random.nextInt(11) : i);
            messages[i] = Message.of("amq.topic", key, BasicProperties.NONE, new byte[0]);
        }
    }

    private static String key(int sensor, int floor, int room) {
        return "sensor" + sensor + ".floor" + floor + ".room" + room;
    }

    @Benchmark
    public List<Integer> repeatingKeys() {
        next = (next + 1) % FEW;
        return table.route(messages[next]);
    }

    @Benchmark
    public List<Integer> freshKeys() {
        next = (next + 1) % MANY;
        return table.route(messages[next]);
    }
}
