package warren.actors.queue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import warren.actors.Messages;
import warren.actors.queue.QueueProtocol.Command;
import warren.actors.queue.QueueProtocol.Delete;
import warren.actors.queue.QueueProtocol.DeleteRefused;
import warren.actors.queue.QueueProtocol.Deleted;
import warren.actors.queue.QueueProtocol.Unused;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;

/** Queues that end when nobody uses them. */
class LifetimeTest {
    private static final QueueTestKit KIT = new QueueTestKit();

    private final TestProbe<Unused> owner = KIT.owner();

    @AfterAll
    static void shutDown() {
        KIT.shutDown();
    }

    private static QueueRules unusedMillisMax(int millis) {
        return new QueueRules(FieldTable.of("x-expires", FieldValue.of(millis)), Optional.empty());
    }

    @Test
    void tellsItsOwnerWhenNobodyHasUsedIt_andEndsWithItsMessages() {
        ActorRef<Command> queue = KIT.queue(unusedMillisMax(1), owner);
        QueueTestKit.Channel channel = KIT.channel(queue);
        channel.publish(List.of(Messages.passing("a")));
        owner.expectMessage(new Unused("q", queue));
        queue.tell(new Delete(false, false, true, channel.ref()));
        channel.expect(new Deleted(1));
        channel.expectEnd(queue);
    }

    @Test
    void staysWhenItWasUsedBeforeTheOwnerAsked() {
        ActorRef<Command> queue = KIT.queue(unusedMillisMax(60_000), owner);
        QueueTestKit.Channel channel = KIT.channel(queue);
        queue.tell(new Delete(false, false, true, channel.ref()));
        channel.expect(new DeleteRefused(true));
        channel.expectCounts(0, 0);
    }

    @Test
    void doesNotEndWhileItHasAConsumer() {
        ActorRef<Command> queue = KIT.queue(QueueRules.NONE, owner);
        QueueTestKit.Channel channel = KIT.channel(queue);
        channel.subscribe(Subscriptions.acking("c", 0));
        queue.tell(new QueueProtocol.SetRules(unusedMillisMax(1)));
        owner.expectNoMessage(Duration.ofMillis(50));
        queue.tell(new QueueProtocol.Cancel("c", channel.ref()));
        owner.expectMessage(new Unused("q", queue));
    }

    @Test
    void livesOnWithOtherRules() {
        ActorRef<Command> queue = KIT.queue(unusedMillisMax(60_000), owner);
        queue.tell(new QueueProtocol.SetRules(unusedMillisMax(1)));
        owner.expectMessage(new Unused("q", queue));
        queue.tell(new QueueProtocol.SetRules(QueueRules.NONE));
        QueueTestKit.Channel channel = KIT.channel(queue);
        queue.tell(new Delete(false, false, true, channel.ref()));
        channel.expect(new DeleteRefused(true));
    }
}
