package warren.actors.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import warren.actors.Messages;
import warren.actors.queue.QueueProtocol.Command;
import warren.actors.queue.QueueProtocol.Enqueued;
import warren.actors.queue.QueueProtocol.FromLog;
import warren.actors.queue.QueueProtocol.Purge;
import warren.actors.queue.QueueProtocol.Purged;
import warren.persistence.event.OffsetRanges;
import warren.persistence.event.QueueChanged;
import warren.persistence.event.StoredMessage;

/** A durable queue with a probe as its journal: what the journal hears of messages that are done with. */
class QueueActorSettlementJournalTest {
    private static final QueueTestKit KIT = new QueueTestKit();

    private final TestProbe<QueueLog.Command> log = KIT.log();
    private final ActorRef<Command> queue = KIT.queueOn(log.getRef());
    private final QueueTestKit.Channel channel = KIT.channel(queue);

    /** Of the last write. */
    private long number;

    @AfterAll
    static void shutDown() {
        KIT.shutDown();
    }

    @Test
    void neverWritesWhatIsConsumedBeforeItsWriteStarts_butConfirmsIt() {
        publish(1, "a");
        expectWrite(OffsetRanges.EMPTY, 0);
        channel.subscribe(Subscriptions.acking("c", 0));
        channel.expectDelivered("c a");
        publish(2, "b", "c");
        channel.expectDelivered("c b", "c c");
        channel.settle(Outcome.ACKNOWLEDGED, 2);
        channel.expectCounts(0, 1);
        channel.settle(Outcome.ACKNOWLEDGED, 1);
        channel.expect(new Enqueued(2, List.of(), queue));

        written();

        channel.expect(new Enqueued(1, List.of(), queue));
        channel.expectCounts(0, 1);
        log.expectNoMessage(Duration.ZERO);
    }

    @Test
    void neverWritesWhatGoesStraightToAConsumerWithoutAcknowledgement() {
        channel.subscribe(Subscriptions.noAck("c"));
        publish(1, "a");

        channel.expect(new Enqueued(1, List.of(), queue));
        channel.expectDelivered("c a");
        log.expectNoMessage(Duration.ZERO);
    }

    @Test
    void writesTheEndOfAMessageThatWasSettledDuringItsWrite() {
        publish(1, "a");
        expectWrite(OffsetRanges.EMPTY, 0);
        channel.subscribe(Subscriptions.noAck("c"));
        channel.expectDelivered("c a");

        written();

        channel.expect(new Enqueued(1, List.of(), queue));
        expectWrite(OffsetRanges.of(0));
    }

    @Test
    void writesSettlementsOfAllKindsButRequeueing() {
        publish(1, "a", "b", "c", "d");
        expectWrite(OffsetRanges.EMPTY, 0, 1, 2, 3);
        written();
        channel.expect(new Enqueued(1, List.of(), queue));
        channel.subscribe(Subscriptions.acking("c", 3));
        channel.expectDelivered("c a", "c b", "c c");

        channel.settle(Outcome.REQUEUED, 1);
        channel.expectDelivered("c b again");
        channel.settle(Outcome.ACKNOWLEDGED, 0);
        expectWrite(OffsetRanges.of(0));
        channel.settle(Outcome.DISCARDED, 2);
        queue.tell(new Purge(channel.ref()));
        channel.expectDelivered("c d");
        channel.expect(new Purged(0));
        written();

        expectWrite(OffsetRanges.of(2));
    }

    @Test
    void writesAPurge() {
        publish(1, "a", "b");
        expectWrite(OffsetRanges.EMPTY, 0, 1);
        publish(2, "c");
        queue.tell(new Purge(channel.ref()));
        channel.expect(new Enqueued(2, List.of(), queue));
        channel.expect(new Purged(3));

        written();

        channel.expect(new Enqueued(1, List.of(), queue));
        expectWrite(OffsetRanges.of(0, 1));
    }

    private void publish(long batchId, String... texts) {
        channel.publish(batchId, Arrays.stream(texts).map(Messages::persistent).toList());
    }

    private void written() {
        queue.tell(new FromLog(new QueueLog.Written(number)));
    }

    private void expectWrite(OffsetRanges settled, long... enqueued) {
        QueueLog.Write write = log.expectMessageClass(QueueLog.Write.class);
        number = write.number();
        QueueChanged change = write.change();
        assertThat(change.enqueued().stream().mapToLong(StoredMessage::offset)).containsExactly(box(enqueued));
        assertThat(change.settled()).isEqualTo(settled);
    }

    private static Long[] box(long[] values) {
        return Arrays.stream(values).boxed().toArray(Long[]::new);
    }
}
