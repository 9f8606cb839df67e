package warren.actors.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import warren.actors.Messages;
import warren.actors.StoreConfig;
import warren.actors.queue.QueueActor.Command;
import warren.actors.queue.QueueActor.Deliver;
import warren.actors.queue.QueueActor.Delivery;
import warren.actors.queue.QueueActor.Get;
import warren.actors.queue.QueueActor.Got;
import warren.actors.queue.QueueActor.GotNothing;
import warren.actors.queue.QueueActor.Purge;
import warren.actors.queue.QueueActor.Purged;
import warren.actors.queue.QueueActor.Sent;
import warren.routing.message.Message;

/** Queues with hardly any memory: all but the head of a queue goes to disk and comes back. */
class PagedQueueTest {
    private static final int MESSAGES = 20_000;

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

    @Test
    void aTransientQueueGivesAllBackInOrder() {
        var channel = kit.channel(kit.queue());
        publish(channel, 0, MESSAGES, false);
        channel.expectCounts(MESSAGES, 0);

        assertThat(consume(channel, MESSAGES)).isEqualTo(texts(0, MESSAGES));
        channel.expectCounts(0, 1);
    }

    @Test
    void aDurableQueueGivesPersistentAndOtherMessagesBackInOrder() {
        var channel = kit.channel(kit.durableQueue("paged"));
        publish(channel, 0, MESSAGES, true);

        assertThat(consume(channel, MESSAGES)).isEqualTo(texts(0, MESSAGES));
    }

    @Test
    void aDurableQueueThatStartsAgainReadsItsMessagesWhenTheyAreWanted() {
        ActorRef<Command> queue = kit.durableQueue("paged");
        publish(kit.channel(queue), 0, MESSAGES, true);
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
        publish(channel, 0, MESSAGES, false);

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
        publish(channel, 0, MESSAGES, true);

        queue.tell(new Purge(channel.ref()));
        channel.expect(new Purged(MESSAGES));
        publish(channel, MESSAGES, 10, false);
        assertThat(consume(channel, 10)).isEqualTo(texts(MESSAGES, 10));
        kit.stop(queue);

        kit.channel(kit.durableQueue("paged")).expectCounts(0, 0);
    }

    private static void publish(QueueTestKit.Channel channel, int first, int count, boolean everyOtherPersistent) {
        var messages = new ArrayList<Message>();
        for (String text : texts(first, count)) {
            messages.add(
                    everyOtherPersistent && number(text) % 2 == 0 ? Messages.persistent(text) : Messages.passing(text));
        }
        for (int from = 0; from < count; from += 500) {
            channel.publish(messages.subList(from, Math.min(count, from + 500)));
        }
    }

    private static List<String> consume(QueueTestKit.Channel channel, int count) {
        channel.subscribe(Subscriptions.noAck("c"));
        var texts = new ArrayList<String>();
        while (texts.size() < count) {
            List<Delivery> deliveries = channel.receive(Deliver.class).deliveries();
            long bytes = 0;
            for (Delivery delivery : deliveries) {
                texts.add(Messages.text(delivery.message()));
                bytes += delivery.message().body().length;
            }
            channel.queue().tell(new Sent(deliveries.size(), bytes, channel.ref()));
        }
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
