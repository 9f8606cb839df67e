package warren.actors.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import warren.actors.Messages;
import warren.actors.queue.DeadLetters.Address;
import warren.actors.queue.DeadLetters.Bury;
import warren.actors.queue.QueueProtocol.Buried;
import warren.actors.queue.QueueProtocol.Command;
import warren.actors.queue.QueueProtocol.FromLog;
import warren.persistence.event.OffsetRanges;
import warren.persistence.event.QueueChanged;
import warren.routing.Deaths.Reason;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;

/** A durable queue with probes as its journal and as the publisher of its dead letters. */
class QueueActorDeadLettersTest {
    private static final QueueTestKit KIT = new QueueTestKit();
    private static final FieldTable ARGUMENTS = FieldTable.of("x-dead-letter-exchange", FieldValue.of("dlx"));

    private final TestProbe<QueueLog.Command> log = KIT.log();
    private final TestProbe<DeadLetters.Command> publisher = KIT.deadLetters();
    private final ActorRef<Command> queue = KIT.queueOn(log.getRef(), ARGUMENTS, publisher.getRef());
    private final QueueTestKit.Channel channel = KIT.channel(queue);

    /** Of the last write. */
    private long number;

    @AfterAll
    static void shutDown() {
        KIT.shutDown();
    }

    @Test
    void forgetsADeadMessageOnlyWhenOthersHaveTakenIt() {
        storeAndReject("a");
        Bury bury = expectBatch(1, "a");
        assertThat(bury.to()).isEqualTo(new Address("dlx", Optional.empty()));
        assertThat(bury.dead().get(0).reason()).isEqualTo(Reason.REJECTED);
        channel.expectCounts(0, 1);
        log.expectNoMessage(Duration.ZERO);

        queue.tell(new Buried(1));

        expectWrite(OffsetRanges.of(0));
    }

    @Test
    void sendsOneBatchAtATime_andGathersTheNext() {
        storeAndReject("a");
        expectBatch(1, "a");
        for (long offset = 1; offset <= 3; offset++) {
            channel.publish(offset, List.of(Messages.passing("m" + offset)));
            channel.receive(QueueProtocol.Enqueued.class);
            channel.expectDelivered("c m" + offset);
            channel.settle(Outcome.DISCARDED, offset);
        }
        channel.expectCounts(0, 1);
        publisher.expectNoMessage(Duration.ZERO);
        queue.tell(new Buried(99));
        channel.expectCounts(0, 1);
        publisher.expectNoMessage(Duration.ZERO);

        queue.tell(new Buried(1));

        expectBatch(2, "m1", "m2", "m3");
    }

    @Test
    void otherRulesCountAtOnce() {
        channel.publish(List.of(Messages.passing("a")));
        channel.publish(List.of(Messages.passing("b")));
        FieldTable limited = FieldTable.of("x-max-length", FieldValue.of(1));
        queue.tell(new QueueProtocol.SetRules(new QueueRules(
                limited.with("x-dead-letter-exchange", FieldValue.of("other")), Optional.of(publisher.getRef()))));
        assertThat(expectBatch(1, "a").to().exchange()).isEqualTo("other");
        queue.tell(new QueueProtocol.SetRules(new QueueRules(limited, Optional.empty())));
        channel.publish(List.of(Messages.passing("c")));
        queue.tell(new Buried(1));
        channel.expectCounts(1, 0);
        publisher.expectNoMessage(Duration.ZERO);
    }

    @Test
    void failsWithItsPublisher_sothatTheJournalGivesTheMessagesAgain() {
        channel.expectCounts(0, 0);
        publisher.stop();
        channel.expectEnd(queue);
    }

    private void storeAndReject(String text) {
        channel.publish(1, List.of(Messages.persistent(text)));
        expectWrite(OffsetRanges.EMPTY);
        queue.tell(new FromLog(new QueueLog.Written(number)));
        channel.receive(QueueProtocol.Enqueued.class);
        channel.subscribe(Subscriptions.acking("c", 0));
        channel.expectDelivered("c " + text);
        channel.settle(Outcome.DISCARDED, 0);
    }

    private Bury expectBatch(long id, String... texts) {
        Bury bury = publisher.expectMessageClass(Bury.class);
        assertThat(bury.batchId()).isEqualTo(id);
        assertThat(bury.dead())
                .extracting(dead -> Messages.text(dead.message()))
                .containsExactly(texts);
        return bury;
    }

    private void expectWrite(OffsetRanges settled) {
        QueueLog.Write write = log.expectMessageClass(QueueLog.Write.class);
        number = write.number();
        QueueChanged change = write.change();
        assertThat(change.settled()).isEqualTo(settled);
    }
}
