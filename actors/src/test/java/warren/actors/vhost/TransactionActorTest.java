package warren.actors.vhost;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import warren.actors.StoreConfig;
import warren.actors.queue.JointCommit;
import warren.actors.queue.JointCommit.Coordinate;
import warren.actors.queue.JointCommit.Prepared;
import warren.actors.queue.JointCommit.Share;
import warren.actors.queue.QueueActor;
import warren.actors.queue.QueueActor.WriteShare;

class TransactionActorTest {
    @TempDir
    Path directory;

    private ActorTestKit kit;
    private ActorRef<JointCommit.Command> coordinator;
    private TestProbe<QueueActor.Command> one;
    private TestProbe<QueueActor.Command> two;

    @BeforeEach
    void start() {
        kit = ActorTestKit.create(StoreConfig.in(directory));
        coordinator = kit.spawn(TransactionActor.create());
        one = kit.createTestProbe(QueueActor.Command.class);
        two = kit.createTestProbe(QueueActor.Command.class);
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

    private long begin() {
        coordinator.tell(
                new Coordinate(List.of(new Share(one.getRef(), List.of()), new Share(two.getRef(), List.of()))));
        long id = one.expectMessageClass(QueueActor.Commit.class)
                .joint()
                .orElseThrow()
                .id();
        assertThat(two.expectMessageClass(QueueActor.Commit.class)
                        .joint()
                        .orElseThrow()
                        .id())
                .isEqualTo(id);
        return id;
    }

    private void prepare(TestProbe<QueueActor.Command> queue, long id, long failedWrite) {
        coordinator.tell(new Prepared(id, failedWrite, queue.getRef().path().name(), queue.getRef()));
    }

    private static long expectWrite(TestProbe<QueueActor.Command> queue, long id) {
        WriteShare write = queue.expectMessageClass(WriteShare.class);
        assertThat(write.jointId()).isEqualTo(id);
        return write.jointWrite();
    }
}
