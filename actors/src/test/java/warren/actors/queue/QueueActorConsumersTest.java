package warren.actors.queue;

import java.time.Duration;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import warren.actors.AmqpError;
import warren.actors.Messages;
import warren.actors.queue.QueueProtocol.Cancel;
import warren.actors.queue.QueueProtocol.Cancelled;
import warren.actors.queue.QueueProtocol.Command;
import warren.actors.queue.QueueProtocol.DeleteRefused;
import warren.actors.queue.QueueProtocol.Deleted;
import warren.actors.queue.QueueProtocol.Detach;
import warren.actors.queue.QueueProtocol.Refused;
import warren.actors.queue.QueueProtocol.Sent;
import warren.actors.queue.QueueProtocol.Subscribe;
import warren.actors.queue.QueueProtocol.Subscribed;
import warren.actors.queue.QueueProtocol.Unused;

/** Consumers that come and go, and what becomes of a queue without any. */
class QueueActorConsumersTest {
    private static final QueueTestKit KIT = new QueueTestKit();

    private final ActorRef<Command> queue = KIT.queue();
    private final QueueTestKit.Channel channel = KIT.channel(queue);
    private final QueueTestKit.Channel other = KIT.channel(queue);

    @AfterAll
    static void shutDown() {
        KIT.shutDown();
    }

    @Test
    void leavesACancelledConsumerWhatItHolds() {
        channel.publish(Messages.numbered(1, 2));
        channel.subscribe(Subscriptions.acking("c", 1));
        channel.expectDelivered("c 1");

        queue.tell(new Cancel("c", channel.ref()));
        channel.expect(new Cancelled("c"));
        other.subscribe(Subscriptions.acking("d", 0));
        other.expectDelivered("d 2");
        channel.settle(Outcome.REQUEUED, 0);

        other.expectDelivered("d 1 again");
    }

    @Test
    void isOfOneExclusiveConsumerAlone() {
        channel.subscribe(Subscriptions.exclusive("x"));
        queue.tell(new Subscribe(Subscriptions.acking("late", 0), other.ref()));
        other.expect(inExclusiveUse("late"));

        queue.tell(new Cancel("x", channel.ref()));
        channel.expect(new Cancelled("x"));
        other.subscribe(Subscriptions.acking("late", 0));
        queue.tell(new Subscribe(Subscriptions.exclusive("x"), channel.ref()));
        channel.expect(inExclusiveUse("x"));
    }

    private static Refused inExclusiveUse(String consumerTag) {
        return new Refused(consumerTag, AmqpError.accessRefused("queue 'q' in vhost '/' in exclusive use"));
    }

    @Test
    void isDeletedOnlyAsTheConditionsAllow() {
        channel.publish(Messages.numbered(1, 2));
        queue.tell(new QueueProtocol.Delete(false, true, false, channel.ref()));
        channel.expect(new DeleteRefused(false));
        channel.subscribe(Subscriptions.acking("c", 1));
        channel.expectDelivered("c 1");
        queue.tell(new QueueProtocol.Delete(true, false, false, channel.ref()));
        channel.expect(new DeleteRefused(true));

        queue.tell(new QueueProtocol.Delete(false, false, false, channel.ref()));

        channel.expect(new Deleted(1));
        channel.expectEnd(queue);
    }

    @Test
    void tellsItsOwnerWhenItsLastConsumerGoes() {
        var owner = KIT.owner();
        ActorRef<Command> autoDelete = KIT.autoDeleteQueue(owner);
        var first = KIT.channel(autoDelete);
        var second = KIT.channel(autoDelete);
        first.subscribe(Subscriptions.acking("a", 0));
        second.subscribe(Subscriptions.acking("b", 0));

        autoDelete.tell(new Cancel("a", first.ref()));
        first.expect(new Cancelled("a"));
        owner.expectNoMessage(Duration.ZERO);
        second.die();

        owner.expectMessage(new Unused("q", autoDelete));
    }

    @Test
    void ignoresWhatAChannelSaysThatItDoesNotKnow() {
        channel.publish(Messages.numbered(1, 1));
        other.settle(Outcome.ACKNOWLEDGED, 0);
        queue.tell(new Sent(1, 1, other.ref()));
        queue.tell(new Detach(other.ref()));
        queue.tell(new Cancel("no such consumer", other.ref()));

        other.expect(new Cancelled("no such consumer"));
        channel.expectCounts(1, 0);
        queue.tell(new Subscribe(Subscriptions.acking("c", 0), channel.ref()));
        channel.expect(new Subscribed("c", queue));
        channel.expectDelivered("c 1");
    }
}
