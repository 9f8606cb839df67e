package warren.actors.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;
import warren.actors.exchange.QueueRef;
import warren.actors.queue.Outcome;
import warren.actors.queue.QueueProtocol;
import warren.actors.queue.QueueProtocol.Settle;

class QueueDirectoryTest {
    private final ActorRef<QueueProtocol.Reply> channel =
            TestInbox.<QueueProtocol.Reply>create().getRef();
    private final TestInbox<QueueProtocol.Command> inbox = TestInbox.create("queue");
    private final QueueRef queue = new QueueRef("q", 1, 1, true, Optional.empty(), inbox.getRef());
    private final List<QueueRef> watched = new ArrayList<>();
    private final QueueDirectory directory = new QueueDirectory(watched::add);

    @Test
    void watchesAQueueFromItsFirstUse() {
        QueueUse use = directory.use(queue);

        assertThat(directory.use(queue)).isSameAs(use);
        assertThat(directory.find("q")).isSameAs(use);
        assertThat(directory.of(queue.actor())).isSameAs(use);
        assertThat(watched).containsExactly(queue);
    }

    @Test
    void knowsNothingOfAQueueThatIsGone() {
        QueueUse use = directory.use(queue);
        directory.settle(use, 1, Outcome.ACKNOWLEDGED, channel);
        directory.forget(queue);
        directory.flushSettlements(channel);

        assertThat(directory.find("q")).isNull();
        assertThat(directory.of(queue.actor())).isNull();
        assertThat(directory.all()).isEmpty();
        assertThat(inbox.hasMessages()).isFalse();
    }

    @Test
    void aSuccessorTakesTheName_whenItIsAskedForAgain() {
        directory.use(queue);
        var successor = new QueueRef(
                "q",
                1,
                1,
                true,
                Optional.empty(),
                TestInbox.<QueueProtocol.Command>create("successor").getRef());
        QueueUse use = directory.use(successor);

        directory.forget(queue);

        assertThat(directory.find("q")).isNull();
        assertThat(directory.use(successor)).isSameAs(use);
        assertThat(directory.find("q")).isSameAs(use);
    }

    @Test
    void tellsAQueueOfItsSettlementsTogether() {
        QueueUse use = directory.use(queue);
        for (long offset = 0; offset < 20; offset++) {
            directory.settle(use, offset, Outcome.ACKNOWLEDGED, channel);
        }
        assertThat(inbox.hasMessages()).isFalse();
        directory.flushSettlements(channel);

        assertThat(((Settle) inbox.receiveMessage()).offsets()).hasSize(20).startsWith(0, 1, 2);
        directory.flushSettlements(channel);
        assertThat(inbox.hasMessages()).isFalse();
    }

    @Test
    void keepsTheOrderOfOutcomes() {
        QueueUse use = directory.use(queue);
        directory.settle(use, 3, Outcome.ACKNOWLEDGED, channel);
        directory.settle(use, 1, Outcome.REQUEUED, channel);
        directory.settle(use, 2, Outcome.REQUEUED, channel);
        directory.settle(use, 4, Outcome.DISCARDED, channel);
        directory.flushSettlements(channel);

        assertThat(inbox.getAllReceived())
                .extracting(command -> ((Settle) command).outcome() + " " + ((Settle) command).offsets().length)
                .containsExactly("ACKNOWLEDGED 1", "REQUEUED 2", "DISCARDED 1");
    }

    @Test
    void keepsTheSuccessorUnderItsName_whenAnOldRouteComesLate() {
        var directory = new QueueDirectory(q -> {});
        var old = new QueueRef(
                "q",
                1,
                1,
                true,
                Optional.empty(),
                TestInbox.<QueueProtocol.Command>create("o").getRef());
        var successor = new QueueRef(
                "q",
                1,
                1,
                true,
                Optional.empty(),
                TestInbox.<QueueProtocol.Command>create("s").getRef());
        directory.use(old);
        directory.forget(old);
        directory.use(successor);
        directory.use(old); // an exchange that has not heard of the successor yet
        directory.forget(old);
        directory.use(successor);
        assertThat(directory.find("q")).isNotNull();
    }
}
