package warren.actors.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import warren.actors.Messages;
import warren.actors.StoreConfig;
import warren.actors.queue.DeadLetters.Bury;
import warren.actors.queue.QueueProtocol.Command;
import warren.actors.queue.QueueProtocol.Count;
import warren.actors.queue.QueueProtocol.Deliver;
import warren.actors.queue.QueueProtocol.Delivery;
import warren.actors.queue.QueueProtocol.Get;
import warren.actors.queue.QueueProtocol.Got;
import warren.actors.queue.QueueProtocol.GotNothing;
import warren.actors.queue.QueueProtocol.Purge;
import warren.actors.queue.QueueProtocol.Purged;
import warren.actors.queue.QueueProtocol.Reply;
import warren.actors.queue.QueueProtocol.Sent;
import warren.routing.message.Message;

/** Queues with hardly any memory: all but the head of a queue goes to disk and comes back. */
class PagedQueueTest {
    private static final int MESSAGES = 20_000;

    @TempDir
    Path directory;

    private QueueTestKit kit;

    /** What is published: every other message of a mixture is persistent. */
    private enum Kind {
        PASSING,
        MIXED,
        PERSISTENT
    }

    @BeforeEach
    void start() {
        start("64 KiB");
    }

    private void start(String memory) {
        kit = new QueueTestKit(
                ConfigFactory.parseString("warren.queues.memory = " + memory).withFallback(StoreConfig.in(directory)));
    }

    private void restart(String memory) {
        kit.shutDown();
        start(memory);
    }

    @AfterEach
    void shutDown() {
        kit.shutDown();
    }

    @Test
    void aTransientQueueGivesAllBackInOrder() {
        var channel = kit.channel(kit.queue());
        publish(channel, 0, MESSAGES, Kind.PASSING);
        channel.expectCounts(MESSAGES, 0);

        assertThat(consume(channel, MESSAGES)).isEqualTo(texts(0, MESSAGES));
        channel.expectCounts(0, 1);
    }

    @Test
    void aDurableQueueGivesPersistentAndOtherMessagesBackInOrder() {
        var channel = kit.channel(kit.durableQueue("paged"));
        publish(channel, 0, MESSAGES, Kind.MIXED);

        assertThat(consume(channel, MESSAGES)).isEqualTo(texts(0, MESSAGES));
    }

    @Test
    void aDurableQueueThatStartsAgainReadsItsMessagesWhenTheyAreWanted() {
        ActorRef<Command> queue = kit.durableQueue("paged");
        publish(kit.channel(queue), 0, MESSAGES, Kind.MIXED);
        kit.stop(queue);

        var channel = kit.channel(kit.durableQueue("paged"));
        channel.expectCounts(MESSAGES / 2, 0);
        assertThat(consume(channel, MESSAGES / 2))
                .isEqualTo(texts(0, MESSAGES).stream()
                        .filter(text -> number(text) % 2 == 0)
                        .toList());
    }

    @Test
    void aGetWaitsForTheMessageThatComesFromDisk() {
        var channel = kit.channel(kit.queue());
        publish(channel, 0, MESSAGES, Kind.PASSING);

        for (int i = 0; i < MESSAGES; i++) {
            channel.queue().tell(new Get(true, channel.ref()));
        }
        channel.queue().tell(new Get(true, channel.ref()));

        for (int i = 0; i < MESSAGES; i++) {
            Got got = channel.receive(Got.class);
            assertThat(number(Messages.text(got.delivery().message()))).isEqualTo(i);
            assertThat(got.remaining()).isEqualTo(MESSAGES - i - 1);
        }
        channel.expect(new GotNothing());
    }

    @Test
    void aPurgeTakesWhatIsOnDiskToo() {
        ActorRef<Command> queue = kit.durableQueue("paged");
        var channel = kit.channel(queue);
        publish(channel, 0, MESSAGES, Kind.MIXED);

        queue.tell(new Purge(channel.ref()));
        channel.expect(new Purged(MESSAGES));
        publish(channel, MESSAGES, 10, Kind.PASSING);
        assertThat(consume(channel, 10)).isEqualTo(texts(MESSAGES, 10));
        kit.stop(queue);

        kit.channel(kit.durableQueue("paged")).expectCounts(0, 0);
    }

    @Test
    void whatAClientHoldsIsNotInMemory_andComesBackInOrderWhenItIsNotSettled() {
        restart("2 MiB");
        ActorRef<Command> queue = kit.durableQueue("held");
        var channel = kit.channel(queue);
        publish(channel, 0, MESSAGES, Kind.PERSISTENT);
        channel.subscribe(Subscriptions.acking("c", 0));
        assertThat(receive(channel, MESSAGES)).isEqualTo(texts(0, MESSAGES));
        var other = kit.channel(queue);
        other.expectCounts(0, 1);
        // with their bodies they would take three times as much
        assertThat(kit.memoryHeld()).isLessThan(3 << 20);

        channel.die();

        other.subscribe(Subscriptions.acking("c", 0));
        assertThat(receive(other, MESSAGES)).isEqualTo(texts(0, MESSAGES));
        other.settle(Outcome.ACKNOWLEDGED, LongStream.range(0, MESSAGES).toArray());
        other.expectCounts(0, 1);
        assertThat(kit.memoryHeld()).isZero();
    }

    @Test
    void aDeadLetterThatAClientHeldHasItsBody() {
        restart("2 MiB");
        var publisher = kit.deadLetters();
        ActorRef<Command> queue = kit.durableQueue("dying", publisher.getRef());
        var channel = kit.channel(queue);
        publish(channel, 0, MESSAGES, Kind.PERSISTENT);
        channel.subscribe(Subscriptions.acking("c", 0));
        receive(channel, MESSAGES);

        channel.settle(Outcome.DISCARDED, LongStream.range(0, MESSAGES).toArray());

        var dead = new ArrayList<String>();
        while (dead.size() < MESSAGES) {
            Bury bury = publisher.expectMessageClass(Bury.class);
            bury.dead().forEach(letter -> dead.add(Messages.text(letter.message())));
            queue.tell(new QueueProtocol.Buried(bury.batchId()));
        }
        assertThat(dead).isEqualTo(texts(0, MESSAGES));
        kit.stop(queue);
        kit.channel(kit.durableQueue("dying")).expectCounts(0, 0);
    }

    @Test
    void whatAClientHoldsAndNoDiskHasIsBounded() {
        restart("1 MiB");
        var channel = kit.channel(kit.queue());
        publish(channel, 0, MESSAGES, Kind.PASSING);
        channel.subscribe(Subscriptions.acking("c", 0));
        var texts = new ArrayList<String>();
        int acknowledged = 0;
        while (texts.size() < MESSAGES) {
            texts.addAll(receiveUntilQuiet(channel));
            assertThat(texts.size() - acknowledged).isLessThan(MESSAGES / 2);
            channel.settle(
                    Outcome.ACKNOWLEDGED,
                    LongStream.range(acknowledged, texts.size()).toArray());
            acknowledged = texts.size();
        }
        assertThat(texts).isEqualTo(texts(0, MESSAGES));
    }

    private static void publish(QueueTestKit.Channel channel, int first, int count, Kind kind) {
        var messages = new ArrayList<Message>();
        for (String text : texts(first, count)) {
            boolean isPersistent = kind == Kind.PERSISTENT || (kind == Kind.MIXED && number(text) % 2 == 0);
            messages.add(isPersistent ? Messages.persistent(text) : Messages.passing(text));
        }
        for (int from = 0; from < count; from += 500) {
            channel.publish(messages.subList(from, Math.min(count, from + 500)));
        }
    }

    private static List<String> consume(QueueTestKit.Channel channel, int count) {
        channel.subscribe(Subscriptions.noAck("c"));
        return receive(channel, count);
    }

    private static List<String> receive(QueueTestKit.Channel channel, int count) {
        var texts = new ArrayList<String>();
        while (texts.size() < count) {
            texts.addAll(take(channel, channel.receive(Deliver.class)));
        }
        return texts;
    }

    /** At least one, and all that the queue gives before it waits for a settlement or for the disk. */
    private static List<String> receiveUntilQuiet(QueueTestKit.Channel channel) {
        var texts = new ArrayList<String>();
        int unanswered = 0;
        do {
            Reply reply = channel.probe().receiveMessage();
            if (reply instanceof Deliver deliver) {
                texts.addAll(take(channel, deliver));
                channel.queue().tell(new Count(channel.ref()));
                unanswered++;
            } else {
                unanswered--;
            }
        } while (unanswered > 0);
        return texts;
    }

    private static List<String> take(QueueTestKit.Channel channel, Deliver deliver) {
        var texts = new ArrayList<String>();
        long bytes = 0;
        for (Delivery delivery : deliver.deliveries()) {
            texts.add(Messages.text(delivery.message()));
            bytes += delivery.message().body().length;
        }
        channel.queue().tell(new Sent(texts.size(), bytes, channel.ref()));
        return texts;
    }

    /** Numbers, long enough that a page does not hold many. */
    private static List<String> texts(int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(number -> number + " " + "x".repeat(200))
                .toList();
    }

    private static int number(String text) {
        return Integer.parseInt(text.substring(0, text.indexOf(' ')));
    }
}
