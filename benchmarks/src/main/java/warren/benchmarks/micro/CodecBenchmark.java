package warren.benchmarks.micro;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.util.ByteString;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import warren.routing.message.BasicProperties;
import warren.routing.message.Message;
import warren.transport.frame.ContentMemory;
import warren.transport.frame.DecoderLimits;
import warren.transport.frame.FrameDecoder;
import warren.transport.frame.FrameWriter;
import warren.transport.frame.Inbound;
import warren.transport.method.BasicPublish;
import warren.transport.method.ConnectionTuneOk;

/** One publish read from a chunk of many, and one delivery written into a chunk of many. */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CodecBenchmark {
    private static final int MESSAGES = 100;
    private static final byte[] GREETING = {'A', 'M', 'Q', 'P', 0, 0, 9, 1};

    @Param({"100", "1000", "10000"})
    public int bodyBytes;

    private Message message = Message.of("", "", BasicProperties.NONE, new byte[0]);
    private byte[] publishes = {};
    private FrameDecoder decoder = decoder();
    private final FrameWriter writer = new FrameWriter(131_072);
    private long deliveryTag;

    private static FrameDecoder decoder() {
        return new FrameDecoder(new DecoderLimits(1 << 20, 1 << 24, new ContentMemory(1 << 30)));
    }

    @Setup
    public void fill() {
        message = Message.of("amq.topic", "weather.europe.berlin", BasicProperties.NONE, new byte[bodyBytes]);
        var out = new FrameWriter(131_072);
        for (int i = 0; i < MESSAGES; i++) {
            out.content(1, new BasicPublish("amq.topic", "weather.europe.berlin", false, false), message);
        }
        publishes = out.take().toArray();
        var login = new FrameWriter(131_072);
        login.method(0, new ConnectionTuneOk(0, 131_072, 0));
        byte[] tune = login.take().toArray();
        byte[] first = ByteBuffer.allocate(GREETING.length + tune.length)
                .put(GREETING)
                .put(tune)
                .array();
        decoder = decoder();
        decoder.decode(first, 0, first.length, new ArrayList<>());
    }

    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public List<Inbound> decodePublish() {
        List<Inbound> into = new ArrayList<>(MESSAGES);
        decoder.decode(publishes, 0, publishes.length, into);
        return into;
    }

    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public ByteString encodeDeliver() {
        for (int i = 0; i < MESSAGES; i++) {
            writer.deliver(1, "amq.ctag-3Wf0YTmnCJkOBe7rYl2uXA", ++deliveryTag, false, message);
        }
        return writer.take();
    }
}
