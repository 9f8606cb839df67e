package warren.actors.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import warren.actors.Messages;
import warren.actors.StoreConfig;
import warren.actors.queue.QueueProtocol.Command;
import warren.actors.queue.QueueProtocol.Deliver;
import warren.actors.queue.QueueProtocol.Delivery;
import warren.actors.queue.QueueProtocol.Detach;
import warren.actors.queue.QueueProtocol.Purge;
import warren.actors.queue.QueueProtocol.Purged;
import warren.actors.queue.QueueProtocol.Sent;
import warren.actors.queue.QueueProtocol.SetRules;
import warren.routing.message.BasicProperties;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;
import warren.routing.message.Message;

/** A durable queue with priorities and hardly any memory. */
class PagedPriorityQueueTest {
    private static final int MESSAGES = 10_000;
    private static final int PRIORITY_MAX = 3;
    private static final FieldTable ARGUMENTS = FieldTable.of("x-max-priority", FieldValue.of((long) PRIORITY_MAX));

    /** A message; every other one is persistent, and some priorities are rare. */
    private record Published(int number, int priority) {
        static Published of(int number) {
            return new Published(number, number % 500 == 8 ? PRIORITY_MAX : number % PRIORITY_MAX);
        }

        boolean isPersistent() {
            return number % 2 == 0;
        }

        Message message() {
            var properties = new BasicProperties.Builder().priority(priority).deliveryMode(isPersistent() ? 2 : 1);
            return Message.of("", "q", properties.build(), text().getBytes(StandardCharsets.UTF_8));
        }

        String text() {
            return priority + "-" + number + " " + "x".repeat(200);
        }
    }

    @TempDir
    Path directory;

    private QueueTestKit kit;

    @BeforeEach
    void start() {
        kit = new QueueTestKit(
                ConfigFactory.parseString("warren.queues.memory = 64 KiB").withFallback(StoreConfig.in(directory)));
    }

    @AfterEach
    void shutDown() {
        kit.shutDown();
    }

    private ActorRef<Command> queue() {
        return kit.durableQueue("paged", ARGUMENTS);
    }

    private static List<Published> publish(QueueTestKit.Channel channel) {
        var published = new ArrayList<Published>();
        for (int from = 0; from < MESSAGES; from += 500) {
            var batch = new ArrayList<Published>();
            for (int number = from; number < from + 500; number++) {
                batch.add(Published.of(number));
            }
            channel.publish(batch.stream().map(Published::message).toList());
            published.addAll(batch);
        }
        return published;
    }

    private static List<String> inOrder(List<Published> published) {
        return published.stream()
                .sorted(Comparator.comparingInt(Published::priority).reversed().thenComparingInt(Published::number))
                .map(Published::text)
                .toList();
    }

    private static List<Delivery> consume(QueueTestKit.Channel channel, int count) {
        channel.subscribe(Subscriptions.noAck("c"));
        var deliveries = new ArrayList<Delivery>();
        while (deliveries.size() < count) {
            Deliver deliver = channel.receive(Deliver.class);
            long bytes = deliver.deliveries().stream()
                    .mapToLong(delivery -> delivery.message().body().length)
                    .sum();
            channel.queue().tell(new Sent(deliver.deliveries().size(), bytes, channel.ref()));
            deliveries.addAll(deliver.deliveries());
        }
        return deliveries;
    }

    private static List<String> texts(List<Delivery> deliveries) {
        return deliveries.stream()
                .map(delivery -> Messages.text(delivery.message()))
                .toList();
    }

    @Test
    void givesAllBack_theHigherPriorityFirst() {
        var channel = kit.channel(queue());
        List<Published> published = publish(channel);
        channel.expectCounts(MESSAGES, 0);

        assertThat(texts(consume(channel, MESSAGES))).isEqualTo(inOrder(published));
        channel.expectCounts(0, 1);
    }

    @Test
    void knowsThePrioritiesAfterARestart() {
        ActorRef<Command> queue = queue();
        List<Published> published = publish(kit.channel(queue));
        kit.stop(queue);

        var channel = kit.channel(queue());
        channel.expectCounts(MESSAGES / 2, 0);
        // it held no more than it may: a head and an unfinished page for each priority
        assertThat(kit.memoryHeld()).isLessThan(2_600_000);
        List<Delivery> deliveries = consume(channel, MESSAGES / 2);
        assertThat(texts(deliveries))
                .isEqualTo(inOrder(
                        published.stream().filter(Published::isPersistent).toList()));
        assertThat(deliveries).noneMatch(Delivery::redelivered);
    }

    private static void setHighest(QueueTestKit.Channel channel, long priority) {
        FieldTable arguments =
                priority == 0 ? FieldTable.EMPTY : FieldTable.of("x-max-priority", FieldValue.of(priority));
        channel.queue().tell(new SetRules(new QueueRules(arguments, Optional.empty())));
    }

    @Test
    void prioritiesMayCome() {
        var channel = kit.channel(kit.durableQueue("paged", FieldTable.EMPTY));
        List<Published> published = publish(channel);

        setHighest(channel, PRIORITY_MAX);

        channel.expectCounts(MESSAGES, 0);
        assertThat(texts(consume(channel, MESSAGES))).isEqualTo(inOrder(published));
    }

    @Test
    void prioritiesMayGo_alsoWhileClientsHoldMessages() {
        var channel = kit.channel(queue());
        List<Published> published = publish(channel);
        var holder = kit.channel(channel.queue());
        holder.subscribe(Subscriptions.acking("h", 5));
        assertThat(texts(holder.receive(Deliver.class).deliveries()))
                .isEqualTo(inOrder(published).subList(0, 5));

        setHighest(channel, 0);
        channel.queue().tell(new Detach(holder.ref()));

        channel.expectCounts(MESSAGES, 0);
        assertThat(texts(consume(channel, MESSAGES)))
                .isEqualTo(published.stream().map(Published::text).toList());
    }

    @Test
    void fewerPrioritiesAreThoseAboveInOne() {
        var channel = kit.channel(queue());
        List<Published> published = publish(channel);

        setHighest(channel, 1);

        assertThat(texts(consume(channel, MESSAGES)))
                .isEqualTo(published.stream()
                        .sorted(Comparator.comparing((Published each) -> each.priority() == 0))
                        .map(Published::text)
                        .toList());
    }

    @Test
    void aPurgeLeavesWhatAClientHolds() {
        ActorRef<Command> queue = queue();
        var channel = kit.channel(queue);
        List<Published> published = publish(channel);
        channel.subscribe(Subscriptions.acking("c", 1));
        List<Delivery> held = channel.receive(Deliver.class).deliveries();

        queue.tell(new Purge(channel.ref()));
        channel.expect(new Purged(MESSAGES - 1));
        channel.publish(List.of(Messages.persistent("later")));
        kit.stop(queue);

        var other = kit.channel(queue());
        List<String> kept = held.stream()
                .filter(delivery -> delivery.message().isPersistent())
                .map(delivery -> Messages.text(delivery.message()))
                .toList();
        assertThat(texts(held)).isEqualTo(inOrder(published).subList(0, 1));
        assertThat(texts(consume(other, kept.size() + 1)))
                .startsWith(kept.toArray(new String[0]))
                .endsWith("later");
    }
}
