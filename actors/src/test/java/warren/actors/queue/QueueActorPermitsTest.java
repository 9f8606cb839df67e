package warren.actors.queue;

import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import warren.actors.Messages;
import warren.actors.queue.QueueProtocol.Cancel;
import warren.actors.queue.QueueProtocol.Cancelled;
import warren.actors.queue.QueueProtocol.Command;
import warren.actors.queue.QueueProtocol.GrantPermits;
import warren.actors.queue.QueueProtocol.LimitByChannel;
import warren.actors.queue.QueueProtocol.PermitsReturned;
import warren.actors.queue.QueueProtocol.PermitsWanted;

/** Consumers whose channel has a limit that they share: the queue asks before it delivers. */
class QueueActorPermitsTest {
    private static final QueueTestKit KIT = new QueueTestKit();

    private final ActorRef<Command> queue = KIT.queue();
    private final QueueTestKit.Channel channel = KIT.channel(queue);

    @AfterAll
    static void shutDown() {
        KIT.shutDown();
    }

    @Test
    void asksOnce_andDeliversAsManyAsAreGranted() {
        channel.subscribe(Subscriptions.limitedByChannel("c", 0));
        channel.publish(1, Messages.numbered(1, 3));
        channel.receive(QueueProtocol.Enqueued.class);
        channel.expect(new PermitsWanted("c", 4, queue));
        channel.publish(Messages.numbered(4, 4));
        channel.expectCounts(4, 1);

        grant(2);

        channel.expectDelivered("c 1", "c 2");
        channel.expect(new PermitsWanted("c", 3, queue));
    }

    @Test
    void givesBackWhatItHasNoUseFor() {
        channel.publish(Messages.numbered(1, 1));
        channel.subscribe(Subscriptions.limitedByChannel("c", 0));
        channel.expect(new PermitsWanted("c", 2, queue));

        grant(5);

        channel.expectDelivered("c 1");
        channel.expect(new PermitsReturned("c", 4));
    }

    @Test
    void givesBackWhatComesForAConsumerThatWasCancelled() {
        channel.publish(Messages.numbered(1, 1));
        channel.subscribe(Subscriptions.limitedByChannel("c", 0));
        channel.expect(new PermitsWanted("c", 2, queue));
        queue.tell(new Cancel("c", channel.ref()));
        channel.expect(new Cancelled("c"));

        grant(2);

        channel.expect(new PermitsReturned("c", 2));
        channel.expectCounts(1, 0);
    }

    @Test
    void asksAgainAfterASettlement() {
        channel.publish(Messages.numbered(1, 2));
        channel.subscribe(Subscriptions.limitedByChannel("c", 1));
        channel.expect(new PermitsWanted("c", 3, queue));
        grant(1);
        channel.expectDelivered("c 1");
        channel.expectCounts(1, 1);

        channel.settle(Outcome.ACKNOWLEDGED, 0);

        channel.expect(new PermitsWanted("c", 2, queue));
    }

    @Test
    void asksFromTheMomentAtWhichTheLimitBegins() {
        channel.subscribe(Subscriptions.acking("c", 0));
        channel.publish(1, Messages.numbered(1, 1));
        channel.receive(QueueProtocol.Enqueued.class);
        channel.expectDelivered("c 1");

        queue.tell(new LimitByChannel("c", channel.ref()));
        channel.publish(1, Messages.numbered(2, 2));

        channel.receive(QueueProtocol.Enqueued.class);
        channel.expect(new PermitsWanted("c", 2, queue));
    }

    @Test
    void asksForTheLeaveOfTheChannel_alsoWithoutAcknowledgement() {
        channel.subscribe(
                new Subscription("c", true, false, 0, true, warren.routing.message.FieldTable.EMPTY, "channel"));
        channel.publish(1, Messages.numbered(1, 2));

        channel.receive(QueueProtocol.Enqueued.class);
        channel.receive(PermitsWanted.class);
        grant(1);
        channel.expectDelivered("c 1");
    }

    private void grant(int permits) {
        queue.tell(new GrantPermits("c", permits, channel.ref()));
    }

    @Test
    void givesBackWhatItsOwnPrefetchKeepsItFromUsing() {
        channel.publish(Messages.numbered(1, 5));
        channel.subscribe(Subscriptions.limitedByChannel("c", 1));
        channel.expect(new PermitsWanted("c", 6, queue));
        queue.tell(new GrantPermits("c", 4, channel.ref()));
        channel.expectDelivered("c 1");
        channel.expect(new PermitsReturned("c", 3));
    }
}
