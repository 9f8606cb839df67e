package warren.actors.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import warren.actors.Messages;
import warren.actors.queue.QueueProtocol.Command;
import warren.actors.queue.QueueProtocol.Commit;
import warren.actors.queue.QueueProtocol.Enqueue;
import warren.actors.queue.QueueProtocol.Enqueued;
import warren.actors.queue.QueueProtocol.Fence;
import warren.actors.queue.QueueProtocol.Fenced;
import warren.actors.queue.QueueProtocol.FromLog;
import warren.actors.queue.QueueProtocol.Settle;
import warren.actors.queue.QueueProtocol.Step;
import warren.actors.queue.QueueProtocol.WriteShare;
import warren.persistence.event.OffsetRanges;
import warren.persistence.event.QueueChanged;
import warren.persistence.event.StoredMessage;

/** What the journal hears of transactions, and who hears when it has. */
class QueueActorTransactionTest {
    private static final QueueTestKit KIT = new QueueTestKit();

    private final TestProbe<QueueLog.Command> log = KIT.log();
    private final TestProbe<JointCommit.Command> coordinator = KIT.coordinator();
    private final ActorRef<Command> queue = KIT.queueOn(log.getRef());
    private final QueueTestKit.Channel channel = KIT.channel(queue);

    /** Of the last write. */
    private long number;

    @AfterAll
    static void shutDown() {
        KIT.shutDown();
    }

    @Test
    void writesAShareAsOneEvent_betweenWhatCameBeforeAndAfter() {
        channel.publish(1, List.of(Messages.persistent("first")));
        expectWrite(OffsetRanges.EMPTY, 0);
        channel.publish(2, List.of(Messages.persistent("before")));
        commit(Optional.empty(), publish(3, "a", "b"), publish(4, "c"));
        channel.publish(5, List.of(Messages.persistent("after")));

        written();
        expectWrite(OffsetRanges.EMPTY, 1);
        written();
        expectWrite(OffsetRanges.EMPTY, 2, 3, 4);
        written();
        expectWrite(OffsetRanges.EMPTY, 5);
    }

    @Test
    void writesWhatATransactionSettlesWithWhatItPublishes_andNotBeforeTheSettledIsWritten() {
        channel.subscribe(Subscriptions.acking("c", 1));
        channel.publish(1, List.of(Messages.persistent("a")));
        channel.expectDelivered("c a");
        expectWrite(OffsetRanges.EMPTY, 0);
        commit(Optional.empty(), publish(2, "b"), settle(0), fence());
        channel.expectDelivered("c b");

        written();
        channel.expect(new Enqueued(1, List.of(), queue));
        expectWrite(OffsetRanges.of(0), 1);
        channel.expectCounts(0, 1);
        written();

        channel.expect(new Enqueued(2, List.of(), queue));
        channel.expect(new Fenced(queue));
    }

    @Test
    void waitsForTheOtherQueuesOfAJointCommit() {
        commit(Optional.of(new JointCommit(7, coordinator.getRef())), publish(1, "a"));
        channel.publish(2, List.of(Messages.persistent("after")));
        coordinator.expectMessage(new JointCommit.Prepared(7, 0, "unused", queue));
        log.expectNoMessage(Duration.ZERO);

        queue.tell(new WriteShare(7, 13));

        assertThat(expectWrite(OffsetRanges.EMPTY, 0)).isEqualTo(13);
        queue.tell(new FromLog(new QueueLog.Recovered(
                2, 0, 0, Collections.emptySortedMap(), Collections.emptySortedMap(), List.of())));
        coordinator.expectMessage(new JointCommit.Prepared(7, 13, "unused", queue));
        queue.tell(new WriteShare(7, 14));
        assertThat(expectWrite(OffsetRanges.EMPTY, 0)).isEqualTo(14);
        written();
        assertThat(expectWrite(OffsetRanges.EMPTY, 1)).isZero();
    }

    @Test
    void writesAShareAloneWhenTheCoordinatorEnds_beforeOrAfterItsTurn() {
        commit(Optional.of(new JointCommit(7, coordinator.getRef())), publish(1, "a"));
        commit(Optional.of(new JointCommit(8, coordinator.getRef())), publish(2, "b"));
        coordinator.expectMessageClass(JointCommit.Prepared.class);

        queue.tell(new WriteShare(7, 0));
        queue.tell(new WriteShare(8, 0));

        assertThat(expectWrite(OffsetRanges.EMPTY, 0)).isZero();
        written();
        assertThat(expectWrite(OffsetRanges.EMPTY, 1)).isZero();
        coordinator.expectNoMessage(Duration.ZERO);
    }

    @Test
    void aShareThatIsBeingWrittenWithOthersWhenTheCoordinatorEndsIsWrittenOnce_orAloneWhenThatFails() {
        commit(Optional.of(new JointCommit(7, coordinator.getRef())), publish(1, "a"));
        queue.tell(new WriteShare(7, 13));
        assertThat(expectWrite(OffsetRanges.EMPTY, 0)).isEqualTo(13);

        queue.tell(new WriteShare(7, 0));
        channel.expectCounts(1, 0);
        log.expectNoMessage(Duration.ZERO);

        queue.tell(new FromLog(new QueueLog.Recovered(
                2, 0, 0, Collections.emptySortedMap(), Collections.emptySortedMap(), List.of())));
        assertThat(expectWrite(OffsetRanges.EMPTY, 0)).isZero();
        written();
        channel.expect(new Enqueued(1, List.of(), queue));
    }

    @Test
    void saysWhenAnAcknowledgementIsOnDisk_orTheDiskRefusesIt() {
        channel.subscribe(Subscriptions.acking("c", 0));
        channel.publish(1, List.of(Messages.persistent("a"), Messages.persistent("b")));
        channel.expectDelivered("c a", "c b");
        expectWrite(OffsetRanges.EMPTY, 0, 1);
        written();
        channel.expect(new Enqueued(1, List.of(), queue));
        queue.tell(fence());
        channel.expect(new Fenced(queue));

        channel.settle(Outcome.ACKNOWLEDGED, 0);
        queue.tell(fence());
        channel.expectCounts(0, 1);
        expectWrite(OffsetRanges.of(0));
        written();
        channel.expect(new Fenced(queue));

        channel.settle(Outcome.ACKNOWLEDGED, 1);
        queue.tell(fence());
        channel.expectCounts(0, 1);
        queue.tell(new FromLog(new QueueLog.Recovered(
                2, 2, 0, Collections.emptySortedMap(), Collections.emptySortedMap(), List.of())));
        channel.expect(new Fenced(queue));
    }

    private Enqueue publish(long batchId, String... texts) {
        return new Enqueue(
                batchId, Arrays.stream(texts).map(Messages::persistent).toList(), channel.ref());
    }

    private Settle settle(long... offsets) {
        return new Settle(offsets, Outcome.ACKNOWLEDGED, channel.ref());
    }

    private Fence fence() {
        return new Fence(channel.ref());
    }

    private void commit(Optional<JointCommit> joint, Step... steps) {
        queue.tell(new Commit(List.of(steps), joint));
    }

    private void written() {
        queue.tell(new FromLog(new QueueLog.Written(number)));
    }

    /** Returns the joint write that it is a part of. */
    private long expectWrite(OffsetRanges settled, long... enqueued) {
        QueueLog.Write write = log.expectMessageClass(QueueLog.Write.class);
        number = write.number();
        QueueChanged change = write.change();
        assertThat(change.settled()).isEqualTo(settled);
        assertThat(change.enqueued()).extracting(StoredMessage::offset).containsExactly(box(enqueued));
        return change.jointWrite();
    }

    private static Long[] box(long... values) {
        return Arrays.stream(values).boxed().toArray(Long[]::new);
    }
}
