package warren.actors.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
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
import warren.routing.message.Message;

/** A durable queue of which the journal has nothing: when its log starts, and what is written then. */
class QueueActorFirstWriteTest {
    private static final QueueTestKit KIT = new QueueTestKit();

    private final TestProbe<QueueLog.Command> log = KIT.log();
    private final AtomicInteger logs = new AtomicInteger();
    private final ActorRef<Command> queue = KIT.newQueueOn(new LogChild(() -> {
        logs.incrementAndGet();
        return log.getRef();
    }));
    private final QueueTestKit.Channel channel = KIT.channel(queue);

    @AfterAll
    static void shutDown() {
        KIT.shutDown();
    }

    @Test
    void hasNoLogWhileNothingIsToBeWritten() {
        channel.publish(List.of(Messages.passing("a")));
        channel.expectCounts(1, 0);
        channel.subscribe(Subscriptions.noAck("c"));
        channel.expectDelivered("c a");

        // it is with its consumer before anything could be written
        channel.publish(2, List.of(Messages.persistent("b")));
        channel.expect(new Enqueued(2, List.of(), queue));
        channel.expectDelivered("c b");

        channel.expectCounts(0, 1);
        assertThat(logs).hasValue(0);
    }

    @Test
    void confirmsWhatTheLogHasWritten_whichIsNotToldBeforeItHasStarted() {
        Message a = Messages.persistent("a");
        Message b = Messages.persistent("b");
        channel.publish(1, List.of(a));
        channel.publish(2, List.of(b));
        channel.expectCounts(2, 0);
        assertThat(logs).hasValue(1);
        log.expectNoMessage(Duration.ZERO);

        recovered(0);

        log.expectMessage(new QueueLog.Write(1, 1, new QueueChanged(stored(a, b), OffsetRanges.EMPTY, 0)));
        channel.expectCounts(2, 0);
        queue.tell(new FromLog(new QueueLog.Written(1)));
        channel.expect(new Enqueued(1, List.of(), queue));
        channel.expect(new Enqueued(2, List.of(), queue));
        assertThat(logs).hasValue(1);
    }

    @Test
    void isFlushedWhenTheLogHasWritten_andNeedsNoneWithoutMessages() {
        KIT.flush(queue).expectMessage(new Flushed());
        assertThat(logs).hasValue(0);
        channel.publish(1, List.of(Messages.persistent("a")));

        TestProbe<Flushed> flushed = KIT.flush(queue);
        recovered(0);
        log.expectMessageClass(QueueLog.Write.class);
        channel.expectCounts(1, 0);
        flushed.expectNoMessage(Duration.ZERO);
        queue.tell(new FromLog(new QueueLog.Written(1)));

        flushed.expectMessage(new Flushed());
    }

    @Test
    void writesOnceMoreWhenTheLogStartsAnew() {
        Message a = Messages.persistent("a");
        channel.publish(1, List.of(a));
        recovered(0);
        var change = new QueueChanged(stored(a), OffsetRanges.EMPTY, 0);
        log.expectMessage(new QueueLog.Write(1, 1, change));

        queue.tell(new FromLog(recovered(2, 0)));

        log.expectMessage(new QueueLog.Write(2, 2, change));
    }

    @Test
    void failsWhenTheJournalHasMessagesOfIt() {
        channel.publish(1, List.of(Messages.persistent("a")));

        recovered(1);

        channel.expectEnd(queue);
        log.expectNoMessage(Duration.ZERO);
    }

    @Test
    void whatWasHandedOutAloneIsNoReasonForALog() {
        var journal = new QueueJournal(new LogChild(log::getRef), queue, "unused", stored -> {});

        journal.handedOut(5);

        assertThat(journal.dueMillis()).isEqualTo(StoredMessage.NEVER);
    }

    private void recovered(long nextOffset) {
        queue.tell(new FromLog(recovered(1, nextOffset)));
    }

    private static QueueLog.Recovered recovered(long start, long nextOffset) {
        return new QueueLog.Recovered(
                start, nextOffset, 0, Collections.emptySortedMap(), Collections.emptySortedMap(), List.of());
    }

    private static List<StoredMessage> stored(Message... messages) {
        return List.of(messages).stream()
                .map(message -> new StoredMessage(List.of(messages).indexOf(message), message, StoredMessage.NEVER))
                .toList();
    }
}
