package warren.actors.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import warren.actors.Messages;
import warren.actors.exchange.Destination;
import warren.actors.exchange.ExchangeActor;
import warren.actors.queue.QueueProtocol;
import warren.transport.method.BasicAck;
import warren.transport.method.Method;

/**
 * Publishes through several exchanges that answer late and in any order, and queues that take late: each queue must still see its
 * messages in publish order, each once, and the client its confirms in order, none before its message is taken.
 */
class PublishingModelTest {
    private static final int SEEDS = 60;
    private static final int STEPS = 120;

    private final PublishingBench bench = new PublishingBench();
    private final List<PublishingBench.Exchange> exchanges =
            List.of(bench.new Exchange("x0"), bench.new Exchange("x1"), bench.new Exchange("x2"));
    private final List<PublishingBench.Queue> queues = List.of(bench.new Queue("0"), bench.new Queue("1"));
    private final List<ArrayDeque<QueueProtocol.Enqueue>> sent = List.of(new ArrayDeque<>(), new ArrayDeque<>());
    private final List<List<String>> arrived = List.of(new ArrayList<>(), new ArrayList<>());
    private final List<Integer> publishedTo = new ArrayList<>();
    private final Set<String> taken = new HashSet<>();

    @Test
    void keepsTheOrderWhateverComesWhen() {
        for (int seed = 0; seed < SEEDS; seed++) {
            new PublishingModelTest().run(seed);
        }
    }

    private void run(int seed) {
        var random = new Random(seed);
        bench.run(bench.publishing()::startConfirming);
        for (int step = 0; step < STEPS; step++) {
            String where = "seed " + seed + ", step " + step;
            switch (random.nextInt(4)) {
                case 0 -> publish(random);
                case 1 -> answer(exchanges.get(random.nextInt(exchanges.size())));
                case 2 -> take(random.nextInt(queues.size()));
                default -> findNames();
            }
            readQueues();
            assertThat(lastConfirmed()).as(where).isLessThanOrEqualTo(firstNotTaken());
        }
        for (int round = 0; round < STEPS * 4; round++) {
            findNames();
            exchanges.forEach(this::answer);
            readQueues();
            IntStream.range(0, queues.size()).forEach(this::take);
        }
        String where = "seed " + seed;
        for (int queue = 0; queue < queues.size(); queue++) {
            assertThat(arrived.get(queue)).as(where).isEqualTo(published(queue));
        }
        assertThat(lastConfirmed()).as(where).isEqualTo(publishedTo.size());
        assertThat(bench.publishing().isAllTaken()).as(where).isTrue();
    }

    /** The routing key names the queue; key 2 is no queue's. */
    private void publish(Random random) {
        for (int i = random.nextInt(3); i >= 0; i--) {
            int exchange = random.nextInt(exchanges.size() + 1);
            int key = random.nextInt(queues.size() + 1);
            publishedTo.add(key);
            bench.publish(
                    exchange == exchanges.size() ? null : exchanges.get(exchange),
                    String.valueOf(key),
                    String.valueOf(publishedTo.size()));
        }
        bench.send();
    }

    private void answer(PublishingBench.Exchange exchange) {
        if (exchange.inbox.hasMessages()) {
            ExchangeActor.Route route = exchange.receive();
            exchange.answer(
                    route,
                    route.messages().stream()
                            .map(message -> route(Integer.parseInt(message.routingKey())))
                            .toList());
        }
    }

    private List<Destination> route(int key) {
        return key < queues.size() ? List.of(queues.get(key).ref) : List.of();
    }

    private void findNames() {
        if (bench.host.hasMessages()) {
            bench.host.receiveMessage();
            bench.found(queues.toArray(new PublishingBench.Queue[0]));
        }
    }

    private void readQueues() {
        for (int i = 0; i < queues.size(); i++) {
            while (queues.get(i).hasMessages()) {
                QueueProtocol.Enqueue enqueue = queues.get(i).enqueue();
                sent.get(i).add(enqueue);
                arrived.get(i).addAll(Messages.texts(enqueue.messages()));
            }
        }
    }

    private void take(int queue) {
        QueueProtocol.Enqueue enqueue = sent.get(queue).pollFirst();
        if (enqueue != null) {
            taken.addAll(Messages.texts(enqueue.messages()));
            queues.get(queue).takes(enqueue.batchId());
        }
    }

    private List<String> published(int queue) {
        return IntStream.range(0, publishedTo.size())
                .filter(i -> publishedTo.get(i) == queue)
                .mapToObj(i -> String.valueOf(i + 1))
                .toList();
    }

    /** The highest number that may be confirmed: all up to it were taken, or went nowhere. */
    private long firstNotTaken() {
        for (int i = 0; i < publishedTo.size(); i++) {
            int key = publishedTo.get(i);
            if (key < queues.size() && !taken.contains(String.valueOf(i + 1))) {
                return i;
            }
        }
        return publishedTo.size();
    }

    private long lastConfirmed() {
        long last = 0;
        for (Method method : bench.sent) {
            long next = ((BasicAck) method).deliveryTag();
            assertThat(next).isGreaterThan(last);
            last = next;
        }
        return last;
    }
}
