package warren.actors.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import warren.actors.StoreConfig;
import warren.actors.info.QueueInfo;
import warren.actors.queue.QueueProtocol.Command;
import warren.actors.queue.QueueProtocol.Recover;

class RecoveryTurnsTest {
    @TempDir
    Path directory;

    private ActorTestKit kit;
    private ActorRef<RecoveryTurns.Command> turns;

    @BeforeEach
    void start() {
        kit = ActorTestKit.create();
        turns = kit.spawn(RecoveryTurns.create("/"));
    }

    @AfterEach
    void shutDown() {
        kit.shutdownTestKit();
    }

    @Test
    void nobodyHasItsTurnBeforeItBegins() {
        TestProbe<Command> queue = queues(1).get(0);
        assertThat(progress()).isEqualTo(new RecoveryTurns.Progress(0, 1));
        queue.expectNoMessage(java.time.Duration.ZERO);

        turns.tell(new RecoveryTurns.Begin());
        queue.expectMessage(new Recover());
    }

    @Test
    void letsAFewRecoverAtATime_andTheNextWhenOneHas() {
        turns.tell(new RecoveryTurns.Begin());
        List<TestProbe<Command>> queues = queues(RecoveryTurns.AT_A_TIME + 2);
        queues.subList(0, RecoveryTurns.AT_A_TIME).forEach(queue -> queue.expectMessage(new Recover()));
        TestProbe<Command> next = queues.get(RecoveryTurns.AT_A_TIME);
        TestProbe<Command> last = queues.get(RecoveryTurns.AT_A_TIME + 1);

        // in its turn one ends, and another that has not had its turn recovers by itself
        turns.tell(new RecoveryTurns.Over(next.getRef()));
        queues.get(0).stop();

        last.expectMessage(new Recover());
        next.expectNoMessage(java.time.Duration.ZERO);
    }

    @Test
    void tellsHowFarItIs_andOfNothingWhenAllIsDone() {
        List<TestProbe<Command>> queues = queues(RecoveryTurns.AT_A_TIME + 2);
        assertThat(progress()).isEqualTo(new RecoveryTurns.Progress(0, RecoveryTurns.AT_A_TIME + 2));

        turns.tell(new RecoveryTurns.Over(queues.get(0).getRef()));
        turns.tell(
                new RecoveryTurns.Over(queues.get(RecoveryTurns.AT_A_TIME + 1).getRef()));
        assertThat(progress()).isEqualTo(new RecoveryTurns.Progress(2, RecoveryTurns.AT_A_TIME));

        queues.forEach(queue -> turns.tell(new RecoveryTurns.Over(queue.getRef())));
        assertThat(progress()).isEqualTo(new RecoveryTurns.Progress(0, 0));
    }

    private RecoveryTurns.Progress progress() {
        TestProbe<RecoveryTurns.Progress> operator = kit.createTestProbe();
        turns.tell(new RecoveryTurns.Ask(operator.getRef()));
        return operator.receiveMessage();
    }

    @Test
    void aQueueThatIsAskedForDoesNotWaitForItsTurn() {
        var store = new QueueTestKit(StoreConfig.in(directory));
        try {
            TestProbe<RecoveryTurns.Command> waiting = store.turns();
            ActorRef<Command> queue = store.durableQueue("asked", waiting);
            waiting.expectMessage(new RecoveryTurns.Wait(queue));
            TestProbe<QueueInfo> operator = store.operator();
            queue.tell(new QueueProtocol.Describe(operator.getRef()));
            assertThat(operator.receiveMessage().state()).isEqualTo("recovering");
            // a stop does not have it recovered
            store.flush(queue).expectMessage(new QueueProtocol.Flushed());
            queue.tell(new QueueProtocol.Describe(operator.getRef()));
            assertThat(operator.receiveMessage().state()).isEqualTo("recovering");

            store.channel(queue).expectCounts(0, 0);

            waiting.expectMessage(new RecoveryTurns.Over(queue));
            queue.tell(new Recover());
            queue.tell(new QueueProtocol.Describe(operator.getRef()));
            assertThat(operator.receiveMessage().state()).isEqualTo("running");
        } finally {
            store.shutDown();
        }
    }

    private List<TestProbe<Command>> queues(int count) {
        var queues = new ArrayList<TestProbe<Command>>();
        for (int i = 0; i < count; i++) {
            TestProbe<Command> queue = kit.createTestProbe(Command.class);
            turns.tell(new RecoveryTurns.Wait(queue.getRef()));
            queues.add(queue);
        }
        return queues;
    }
}
