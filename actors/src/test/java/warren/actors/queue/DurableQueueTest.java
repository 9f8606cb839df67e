package warren.actors.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import warren.actors.Messages;
import warren.actors.StoreConfig;
import warren.actors.queue.QueueProtocol.Command;
import warren.actors.queue.QueueProtocol.Get;
import warren.actors.queue.QueueProtocol.Got;
import warren.actors.queue.QueueProtocol.Purge;
import warren.actors.queue.QueueProtocol.Purged;
import warren.routing.message.Message;

/** A durable queue on a store in a directory of its own: what is there again after the actor, or the whole system, was started anew. */
class DurableQueueTest {
    @TempDir
    Path directory;

    private QueueTestKit kit;
    private ActorRef<Command> queue;
    private QueueTestKit.Channel channel;

    @BeforeEach
    void start() {
        kit = new QueueTestKit(StoreConfig.in(directory));
        startQueue();
    }

    @AfterEach
    void shutDown() {
        kit.shutDown();
    }

    @Test
    void hasAllThatWasNotSettled_inOrder() {
        channel.publish(persistent("a", "b", "c", "d", "e"));
        channel.subscribe(Subscriptions.acking("c", 3));
        channel.expectDelivered("c a", "c b", "c c");
        channel.settle(Outcome.ACKNOWLEDGED, 1);
        channel.expectDelivered("c d");
        channel.settle(Outcome.REQUEUED, 0);
        channel.expectDelivered("c a again");
        // the settlement was written before this batch or with it
        channel.publish(persistent("f"));

        restartQueue();

        channel.subscribe(Subscriptions.acking("c", 0));
        assertThat(channel.receiveTexts(5)).containsExactly("a", "c", "d", "e", "f");
    }

    @Test
    void knowsWhatWasHandedOutBefore_fromConsumersWhoGoOn() {
        channel.publish(persistent("a", "b", "c"));
        channel.subscribe(Subscriptions.acking("c", 2));
        channel.expectDelivered("c a", "c b");
        // no mark is written yet

        restartQueue();

        channel.subscribe(Subscriptions.acking("c", 0), 1);
        channel.expectDelivered("c a again", "c b again", "c c");
    }

    @Test
    void knowsWhatWasHandedOutBefore() {
        channel.publish(persistent("a", "b", "c"));
        channel.subscribe(Subscriptions.acking("c", 2));
        channel.expectDelivered("c a", "c b");
        // the mark is written with this batch
        channel.publish(persistent("d"));

        restartQueue();

        channel.subscribe(Subscriptions.acking("c", 0));
        channel.expectDelivered("c a again", "c b again", "c c", "c d");
    }

    @Test
    void keepsOnlyPersistentMessages() {
        channel.publish(List.of(
                Messages.persistent("a"), Messages.passing("b"), Messages.persistent("c"), Messages.passing("d")));

        restartQueue();

        channel.expectCounts(2, 0);
        channel.publish(persistent("e"));
        channel.subscribe(Subscriptions.acking("c", 0));
        assertThat(channel.receiveTexts(3)).containsExactly("a", "c", "e");
    }

    @Test
    void isThereAgainAfterTheSystemStopped() {
        channel.publish(persistent("a", "b"));
        channel.publish(persistent("c"));

        kit.shutDown();
        start();

        channel.subscribe(Subscriptions.acking("c", 0));
        assertThat(channel.receiveTexts(3)).containsExactly("a", "b", "c");
    }

    @Test
    void staysEmptyAfterAPurge() {
        channel.publish(persistent("a", "b", "c"));
        queue.tell(new Purge(channel.ref()));
        channel.expect(new Purged(3));
        channel.publish(persistent("d"));

        restartQueue();

        channel.subscribe(Subscriptions.acking("c", 0));
        channel.expectDelivered("c d");
    }

    @Test
    void takesCommandsThatComeDuringItsRecovery_behindWhatItRecovers() {
        channel.publish(persistent("a"));

        kit.stop(queue);
        startQueue();
        channel.publish(1, persistent("b"));
        queue.tell(new Get(true, channel.ref()));

        // the message may come from disk before the publish is on it, or after
        assertThat(channel.probe().receiveSeveralMessages(2))
                .filteredOn(Got.class::isInstance)
                .extracting(got -> Messages.text(((Got) got).delivery().message()))
                .containsExactly("a");
        channel.expectCounts(1, 0);
    }

    @Test
    void recoversFromASnapshotAndTheEventsAfterIt() {
        for (int i = 0; i < 1_100; i++) {
            channel.publish(persistent("m" + i));
            if (i % 100 != 0) {
                queue.tell(new Get(false, channel.ref()));
                Got got = channel.receive(Got.class);
                channel.settle(Outcome.ACKNOWLEDGED, got.delivery().offset());
            }
        }
        channel.publish(persistent("last"));

        restartQueue();

        channel.subscribe(Subscriptions.acking("c", 0));
        List<String> texts = channel.receiveTexts(12);
        assertThat(texts).startsWith("m1089", "m1090").endsWith("m1099", "last");
    }

    @Test
    void agreesWithANaiveModel_overRestarts() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        var model = new TreeMap<Long, String>();
        for (int step = 0, published = 0; step < 150; step++) {
            String where = "seed " + seed + ", step " + step;
            int count = random.nextInt(4);
            var batch = new ArrayList<Message>();
            for (int i = 0; i < count; i++) {
                String text = "m" + published++;
                batch.add(Messages.persistent(text));
                model.put((long) published, text);
            }
            channel.publish(batch);
            if (random.nextBoolean() && !model.isEmpty()) {
                queue.tell(new Get(false, channel.ref()));
                Got got = channel.receive(Got.class);
                assertThat(Messages.text(got.delivery().message()))
                        .as(where)
                        .isEqualTo(model.firstEntry().getValue());
                boolean requeue = random.nextInt(3) == 0;
                channel.settle(
                        requeue ? Outcome.REQUEUED : Outcome.ACKNOWLEDGED,
                        got.delivery().offset());
                if (!requeue) {
                    model.pollFirstEntry();
                }
            }
            if (random.nextInt(10) == 0) {
                String text = "fence" + step;
                channel.publish(persistent(text));
                model.put((long) ++published, text);
                restartQueue();
            }
            channel.expectCounts(model.size(), 0);
        }
    }

    private void startQueue() {
        queue = kit.durableQueue("queue-1");
        channel = kit.channel(queue);
    }

    private void restartQueue() {
        kit.stop(queue);
        startQueue();
    }

    private static List<Message> persistent(String... texts) {
        return Arrays.stream(texts).map(Messages::persistent).toList();
    }
}
