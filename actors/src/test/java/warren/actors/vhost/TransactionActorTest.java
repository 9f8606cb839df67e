package warren.actors.vhost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import warren.actors.queue.JointCommit;
import warren.actors.queue.JointCommit.Coordinate;
import warren.actors.queue.JointCommit.Prepared;
import warren.actors.queue.JointCommit.Share;
import warren.actors.queue.QueueProtocol;
import warren.actors.queue.QueueProtocol.WriteShare;
import warren.persistence.journal.JointWrites;
import warren.persistence.store.LogRecord;

class TransactionActorTest {
    private final CompletableFuture<Void> disk = new CompletableFuture<>();
    private final JointWrites writes = new JointWrites(records -> disk);
    private ActorTestKit kit;
    private ManualTime time;
    private ActorRef<JointCommit.Command> coordinator;
    private TestProbe<QueueProtocol.Command> one;
    private TestProbe<QueueProtocol.Command> two;

    @BeforeEach
    void start() {
        kit = ActorTestKit.create(ManualTime.config());
        time = ManualTime.get(kit.system());
        coordinator = kit.spawn(TransactionActor.create(writes));
        one = kit.createTestProbe(QueueProtocol.Command.class);
        two = kit.createTestProbe(QueueProtocol.Command.class);
    }

    @AfterEach
    void shutDown() {
        kit.shutdownTestKit();
    }

    @Test
    void letsTheQueuesWriteWhenAllArePrepared() {
        long id = begin();
        prepare(one, id, 0);
        one.expectNoMessage();

        prepare(two, id, 0);

        long write = expectWrite(one, id);
        assertThat(write).isPositive();
        assertThat(expectWrite(two, id)).isEqualTo(write);
    }

    @Test
    void letsThemPrepareAgainWhenTheWriteFailed() {
        long id = begin();
        prepare(one, id, 0);
        prepare(two, id, 0);
        long write = expectWrite(one, id);
        expectWrite(two, id);

        prepare(one, id, write);
        one.expectNoMessage();
        prepare(two, id, write);

        long next = expectWrite(one, id);
        assertThat(next).isGreaterThan(write);
        assertThat(expectWrite(two, id)).isEqualTo(next);
    }

    @Test
    void letsAQueueWriteAloneThatPreparesAgainWhileTheOthersAreWritten() {
        long id = begin();
        prepare(one, id, 0);
        prepare(two, id, 0);
        long write = expectWrite(one, id);
        expectWrite(two, id);
        append(write, one);
        append(write, two);

        prepare(one, id, write);
        one.expectNoMessage();
        disk.complete(null);

        assertThat(expectWrite(one, id)).isZero();
    }

    @Test
    void waitsForNoPartOfAQueueThatHasEnded() {
        long id = begin();
        prepare(one, id, 0);
        prepare(two, id, 0);
        long write = expectWrite(one, id);
        CompletableFuture<Void> part = append(write, one);

        two.stop();

        one.awaitAssert(() -> assertThat(part).isCompletedExceptionally());
        prepare(one, id, write);
        assertThat(expectWrite(one, id)).isGreaterThan(write);
    }

    @Test
    void givesAnAttemptUpThatAPartDoesNotComeFor() {
        long id = begin();
        prepare(one, id, 0);
        prepare(two, id, 0);
        long write = expectWrite(one, id);
        expectWrite(two, id);
        CompletableFuture<Void> part = append(write, one);

        time.timePasses(TransactionActor.PATIENCE);

        one.awaitAssert(() -> assertThat(part).isCompletedExceptionally());
    }

    @Test
    void goesOnWithoutAQueueThatEnds() {
        long id = begin();
        prepare(one, id, 0);

        two.stop();

        assertThat(expectWrite(one, id)).isPositive();
    }

    @Test
    void letsTheQueuesWriteAloneWhenItEnds() {
        long id = begin();

        kit.stop(coordinator);

        assertThat(expectWrite(one, id)).isZero();
        assertThat(expectWrite(two, id)).isZero();
    }

    @Test
    void givesUpWhatWaitsForPartsWhenItEnds() {
        long id = begin();
        prepare(one, id, 0);
        prepare(two, id, 0);
        long write = expectWrite(one, id);
        expectWrite(two, id);
        CompletableFuture<Void> part = append(write, one);

        kit.stop(coordinator);

        assertThat(expectWrite(one, id)).isZero();
        assertThat(expectWrite(two, id)).isZero();
        assertThat(part).isCompletedExceptionally();
    }

    private long begin() {
        coordinator.tell(
                new Coordinate(List.of(new Share(one.getRef(), List.of()), new Share(two.getRef(), List.of()))));
        long id = one.expectMessageClass(QueueProtocol.Commit.class)
                .joint()
                .orElseThrow()
                .id();
        assertThat(two.expectMessageClass(QueueProtocol.Commit.class)
                        .joint()
                        .orElseThrow()
                        .id())
                .isEqualTo(id);
        return id;
    }

    private void prepare(TestProbe<QueueProtocol.Command> queue, long id, long failedWrite) {
        coordinator.tell(new Prepared(id, failedWrite, queue.getRef().path().name(), queue.getRef()));
    }

    private CompletableFuture<Void> append(long write, TestProbe<QueueProtocol.Command> queue) {
        var record = new LogRecord(queue.getRef().path().name(), 1, new byte[0]);
        return writes.append(write, List.of(record)).toCompletableFuture();
    }

    private static long expectWrite(TestProbe<QueueProtocol.Command> queue, long id) {
        WriteShare write = queue.expectMessageClass(WriteShare.class);
        assertThat(write.jointId()).isEqualTo(id);
        return write.jointWrite();
    }
}
