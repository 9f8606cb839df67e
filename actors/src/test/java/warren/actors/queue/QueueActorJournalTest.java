package warren.actors.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import warren.actors.Messages;
import warren.actors.queue.QueueProtocol.Command;
import warren.actors.queue.QueueProtocol.Enqueued;
import warren.actors.queue.QueueProtocol.Flushed;
import warren.actors.queue.QueueProtocol.FromLog;
import warren.persistence.event.OffsetRanges;
import warren.persistence.event.QueueChanged;
import warren.persistence.event.StoredMessage;

/** A durable queue with a probe as its journal: what is written when, and what a publisher hears when. */
class QueueActorJournalTest {
    private static final QueueTestKit KIT = new QueueTestKit();

    private final TestProbe<QueueLog.Command> log = KIT.log();
    private final ActorRef<Command> queue = KIT.queueOn(log.getRef());
    private final QueueTestKit.Channel channel = KIT.channel(queue);

    /** Of the last write. */
    private long number;

    private long start;

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

        channel.expect(new Enqueued(1, List.of(), queue));
        log.expectNoMessage(Duration.ZERO);
    }

    @Test
    void confirmsAtOnceWhatNeedsNoJournal() {
        channel.publish(1, Messages.numbered(1, 2));

        channel.expect(new Enqueued(1, List.of(), queue));
        channel.expectCounts(2, 0);
        log.expectNoMessage(Duration.ZERO);
    }

    @Test
    void confirmsABatchWhenTheLastOfItIsSafe() {
        channel.publish(1, List.of(Messages.passing("a"), Messages.persistent("b"), Messages.passing("c")));
        expectWrite(OffsetRanges.EMPTY, 1);
        channel.expectCounts(3, 0);

        written();

        channel.expect(new Enqueued(1, List.of(), queue));
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

        channel.expect(new Enqueued(1, List.of(), queue));
        expectWrite(OffsetRanges.EMPTY, 1, 2, 3);
        channel.expectCounts(4, 0);
        written();
        channel.expect(new Enqueued(2, List.of(), queue));
        channel.expect(new Enqueued(3, List.of(), queue));
    }

    @Test
    void tellsTheJournalWhatWasHandedOut_alsoWhenNothingElseHappens() {
        storeAndHandOut();

        log.expectMessage(new QueueLog.Write(1, 2, new QueueChanged(List.of(), OffsetRanges.EMPTY, 1)));
    }

    @Test
    void isFlushedAtOnceWhenNothingIsToBeWritten() {
        channel.publish(1, Messages.numbered(1, 2));

        KIT.flush(queue).expectMessage(new Flushed());
    }

    @Test
    void isFlushedWhenAllIsWritten() {
        publish(1, "a");
        expectWrite(OffsetRanges.EMPTY, 0);
        publish(2, "b");
        TestProbe<Flushed> flushed = KIT.flush(queue);
        channel.expectCounts(2, 0);

        written();
        channel.expect(new Enqueued(1, List.of(), queue));
        expectWrite(OffsetRanges.EMPTY, 1);
        channel.expectCounts(2, 0);
        flushed.expectNoMessage(Duration.ZERO);
        written();

        flushed.expectMessage(new Flushed());
    }

    @Test
    void isFlushedWhenTheJournalKnowsWhatWasHandedOut() {
        storeAndHandOut();

        TestProbe<Flushed> flushed = KIT.flush(queue);

        log.expectMessage(new QueueLog.Write(1, 2, new QueueChanged(List.of(), OffsetRanges.EMPTY, 1)));
        channel.expectCounts(0, 1);
        flushed.expectNoMessage(Duration.ZERO);
        queue.tell(new FromLog(new QueueLog.Written(2)));
        flushed.expectMessage(new Flushed());
    }

    @Test
    void writesAgainWhatTheJournalDidNotKeep() {
        publish(1, "a");
        expectWrite(OffsetRanges.EMPTY, 0);

        queue.tell(new FromLog(new QueueLog.Recovered(
                2, 0, 0, Collections.emptySortedMap(), Collections.emptySortedMap(), List.of())));

        expectWrite(OffsetRanges.EMPTY, 0);
        assertThat(start).isEqualTo(2);
        channel.expectCounts(1, 0);
    }

    @Test
    void writesSettlementsBeforeMessagesThatTheDiskRefused() {
        publish(1, "a");
        expectWrite(OffsetRanges.EMPTY, 0);
        written();
        channel.expect(new Enqueued(1, List.of(), queue));
        channel.subscribe(Subscriptions.acking("c", 1));
        channel.expectDelivered("c a");
        publish(2, "b", "c");
        expectWrite(OffsetRanges.EMPTY, 1, 2);
        channel.settle(Outcome.ACKNOWLEDGED, 0);
        channel.expectDelivered("c b");

        queue.tell(new FromLog(new QueueLog.Recovered(
                2, 1, 0, Collections.emptySortedMap(), Collections.emptySortedMap(), List.of())));

        expectWrite(OffsetRanges.of(0));
        written();
        expectWrite(OffsetRanges.EMPTY, 1, 2);
        written();
        channel.expect(new Enqueued(2, List.of(), queue));
    }

    @Test
    void confirmsWhatTheJournalKeptThoughItsWriteFailed() {
        publish(1, "a");
        expectWrite(OffsetRanges.EMPTY, 0);

        queue.tell(new FromLog(new QueueLog.Recovered(
                2, 1, 0, Collections.emptySortedMap(), Collections.emptySortedMap(), List.of())));

        channel.expect(new Enqueued(1, List.of(), queue));
        channel.expectCounts(1, 0);
        log.expectNoMessage(Duration.ZERO);
    }

    /** A message that the journal has, and then a consumer. */
    private void storeAndHandOut() {
        publish(1, "a");
        expectWrite(OffsetRanges.EMPTY, 0);
        written();
        channel.expect(new Enqueued(1, List.of(), queue));

        channel.subscribe(Subscriptions.acking("c", 0));
        channel.expectDelivered("c a");
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
        start = write.start();
        QueueChanged change = write.change();
        assertThat(change.enqueued().stream().mapToLong(StoredMessage::offset)).containsExactly(box(enqueued));
        assertThat(change.settled()).isEqualTo(settled);
    }

    private static Long[] box(long[] values) {
        return Arrays.stream(values).boxed().toArray(Long[]::new);
    }
}
