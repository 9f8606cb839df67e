package warren.actors.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import warren.actors.Messages;
import warren.actors.queue.QueueActor.Command;
import warren.actors.queue.QueueActor.Enqueued;
import warren.actors.queue.QueueActor.FromLog;
import warren.actors.queue.QueueActor.Outcome;
import warren.actors.queue.QueueActor.Purge;
import warren.actors.queue.QueueActor.Purged;
import warren.persistence.event.OffsetRanges;
import warren.persistence.event.QueueChanged;
import warren.persistence.event.StoredMessage;

/** A durable queue with a probe as its journal: what is written when, and what a publisher hears when. */
class QueueActorJournalTest {
    private static final QueueTestKit KIT = new QueueTestKit();

    private final TestProbe<QueueLog.Command> log = KIT.log();
    private final ActorRef<Command> queue = KIT.queueOn(log.getRef());
    private final QueueTestKit.Channel channel = KIT.channel(queue);

    @AfterAll
    static void shutDown() {
        KIT.shutDown();
    }

    @Test
    void confirmsNoSoonerThanTheJournalHasIt() {
        publish(1, "a");
        expectWrite(OffsetRanges.EMPTY, 0);
        channel.expectCounts(1, 0);

        written();

        channel.expect(new Enqueued(1, queue));
        log.expectNoMessage(java.time.Duration.ZERO);
    }

    @Test
    void confirmsAtOnceWhatNeedsNoJournal() {
        channel.publish(1, Messages.numbered(1, 2));

        channel.expect(new Enqueued(1, queue));
        channel.expectCounts(2, 0);
        log.expectNoMessage(java.time.Duration.ZERO);
    }

    @Test
    void confirmsABatchWhenTheLastOfItIsSafe() {
        channel.publish(1, List.of(Messages.passing("a"), Messages.persistent("b"), Messages.passing("c")));
        expectWrite(OffsetRanges.EMPTY, 1);
        channel.expectCounts(3, 0);

        written();

        channel.expect(new Enqueued(1, queue));
    }

    @Test
    void deliversBeforeTheJournalHasIt() {
        channel.subscribe(Subscriptions.acking("c", 0));
        publish(1, "a");

        channel.expectDelivered("c a");
    }

    @Test
    void gathersWhileAWriteIsUnderWay() {
        publish(1, "a");
        expectWrite(OffsetRanges.EMPTY, 0);
        publish(2, "b");
        publish(3, "c", "d");
        channel.expectCounts(4, 0);

        written();

        channel.expect(new Enqueued(1, queue));
        expectWrite(OffsetRanges.EMPTY, 1, 2, 3);
        channel.expectCounts(4, 0);
        written();
        channel.expect(new Enqueued(2, queue));
        channel.expect(new Enqueued(3, queue));
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
        channel.expect(new Enqueued(2, queue));

        written();

        channel.expect(new Enqueued(1, queue));
        channel.expectCounts(0, 1);
        log.expectNoMessage(java.time.Duration.ZERO);
    }

    @Test
    void neverWritesWhatGoesStraightToAConsumerWithoutAcknowledgement() {
        channel.subscribe(Subscriptions.noAck("c"));
        publish(1, "a");

        channel.expect(new Enqueued(1, queue));
        channel.expectDelivered("c a");
        log.expectNoMessage(java.time.Duration.ZERO);
    }

    @Test
    void writesTheEndOfAMessageThatWasSettledDuringItsWrite() {
        publish(1, "a");
        expectWrite(OffsetRanges.EMPTY, 0);
        channel.subscribe(Subscriptions.noAck("c"));
        channel.expectDelivered("c a");

        written();

        channel.expect(new Enqueued(1, queue));
        expectWrite(OffsetRanges.of(0));
    }

    @Test
    void writesSettlementsOfAllKindsButRequeueing() {
        publish(1, "a", "b", "c", "d");
        expectWrite(OffsetRanges.EMPTY, 0, 1, 2, 3);
        written();
        channel.expect(new Enqueued(1, queue));
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
        channel.expect(new Enqueued(2, queue));
        channel.expect(new Purged(3));

        written();

        channel.expect(new Enqueued(1, queue));
        expectWrite(OffsetRanges.of(0, 1));
    }

    @Test
    void writesAgainWhatTheJournalDidNotKeep() {
        publish(1, "a");
        expectWrite(OffsetRanges.EMPTY, 0);

        queue.tell(new FromLog(new QueueLog.Recovered(0)));

        expectWrite(OffsetRanges.EMPTY, 0);
        channel.expectCounts(1, 0);
    }

    @Test
    void confirmsWhatTheJournalKeptThoughItsWriteFailed() {
        publish(1, "a");
        expectWrite(OffsetRanges.EMPTY, 0);

        queue.tell(new FromLog(new QueueLog.Recovered(1)));

        channel.expect(new Enqueued(1, queue));
        channel.expectCounts(1, 0);
        log.expectNoMessage(java.time.Duration.ZERO);
    }

    private void publish(long batchId, String... texts) {
        channel.publish(
                batchId,
                java.util.Arrays.stream(texts).map(Messages::persistent).toList());
    }

    private void written() {
        queue.tell(new FromLog(new QueueLog.Written()));
    }

    private void expectWrite(OffsetRanges settled, long... enqueued) {
        QueueChanged change = log.expectMessageClass(QueueLog.Write.class).change();
        assertThat(change.enqueued().stream().mapToLong(StoredMessage::offset)).containsExactly(box(enqueued));
        assertThat(change.settled()).isEqualTo(settled);
    }

    private static Long[] box(long[] values) {
        return java.util.Arrays.stream(values).boxed().toArray(Long[]::new);
    }
}
