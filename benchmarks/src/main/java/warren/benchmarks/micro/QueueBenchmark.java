package warren.benchmarks.micro;

import com.typesafe.config.ConfigFactory;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import warren.actors.queue.Outcome;
import warren.actors.queue.QueueActor;
import warren.actors.queue.QueueProtocol;
import warren.actors.queue.QueueRules;
import warren.actors.queue.QueueSettings;
import warren.actors.queue.Subscription;
import warren.routing.message.BasicProperties;
import warren.routing.message.FieldTable;
import warren.routing.message.Message;

/** One message through a transient queue's actor: published in a batch, dispatched to consumers in turn, acknowledged. */
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class QueueBenchmark {
    private static final int MESSAGES = 10_000;

    /** Messages that a publisher hands over at once. */
    @Param({"1", "100"})
    public int batch;

    @Param({"1", "10"})
    public int consumers;

    private final Semaphore acknowledged = new Semaphore(0);
    private List<Message> messages = List.of();
    private @Nullable ActorSystem<Void> system;
    private @Nullable ActorRef<QueueProtocol.Command> queue;

    @Setup
    public void start() throws InterruptedException {
        messages = Collections.nCopies(batch, Message.of("", "q", BasicProperties.NONE, new byte[100]));
        var subscribed = new Semaphore(0);
        system = ActorSystem.create(
                Behaviors.setup(context -> {
                    var settings = new QueueSettings("/", "q", false, false, FieldTable.EMPTY, "");
                    var ref = context.spawn(
                            QueueActor.create(
                                    settings,
                                    QueueRules.NONE,
                                    context.getSystem().ignoreRef()),
                            "queue");
                    queue = ref;
                    for (int i = 0; i < consumers; i++) {
                        ActorRef<QueueProtocol.Reply> channel = context.spawn(consumer(subscribed), "channel-" + i);
                        var wishes = new Subscription("c" + i, false, false, 500, false, FieldTable.EMPTY, "channel");
                        ref.tell(new QueueProtocol.Subscribe(wishes, 0, channel));
                    }
                    return Behaviors.empty();
                }),
                "benchmark",
                ConfigFactory.parseString("pekko.log-dead-letters = off, pekko.loglevel = WARNING")
                        .withFallback(ConfigFactory.load()));
        subscribed.acquire(consumers);
    }

    /** A channel whose client acknowledges each batch of deliveries at once. */
    private Behavior<QueueProtocol.Reply> consumer(Semaphore subscribed) {
        return Behaviors.receive((context, reply) -> {
            if (reply instanceof QueueProtocol.Subscribed) {
                subscribed.release();
            } else if (reply instanceof QueueProtocol.Deliver deliver) {
                int count = deliver.deliveries().size();
                long[] offsets = deliver.deliveries().stream()
                        .mapToLong(QueueProtocol.Delivery::offset)
                        .toArray();
                deliver.queue().tell(new QueueProtocol.Sent(count, 100L * count, context.getSelf()));
                deliver.queue().tell(new QueueProtocol.Settle(offsets, Outcome.ACKNOWLEDGED, context.getSelf()));
                acknowledged.release(count);
            }
            return Behaviors.same();
        });
    }

    @TearDown
    public void stop() {
        Objects.requireNonNull(system).terminate();
    }

    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void dispatch() throws InterruptedException {
        ActorSystem<Void> running = Objects.requireNonNull(system);
        ActorRef<QueueProtocol.Command> to = Objects.requireNonNull(queue);
        for (int i = 0; i < MESSAGES / batch; i++) {
            to.tell(new QueueProtocol.Enqueue(i, messages, running.ignoreRef()));
        }
        acknowledged.acquire(MESSAGES);
    }
}
