package warren.actors.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import warren.actors.Messages;
import warren.actors.queue.QueueProtocol.Command;
import warren.actors.queue.QueueProtocol.Detach;
import warren.actors.queue.QueueProtocol.Enqueued;
import warren.actors.queue.QueueProtocol.Get;
import warren.actors.queue.QueueProtocol.Got;
import warren.actors.queue.QueueProtocol.GotNothing;
import warren.actors.queue.QueueProtocol.Purge;
import warren.actors.queue.QueueProtocol.Purged;
import warren.actors.queue.QueueProtocol.Sent;

/** A queue that is not durable, between channels that are probes. */
class QueueActorTest {
    private static final QueueTestKit KIT = new QueueTestKit();

    private final ActorRef<Command> queue = KIT.queue();
    private final QueueTestKit.Channel channel = KIT.channel(queue);
    private final QueueTestKit.Channel other = KIT.channel(queue);

    @AfterAll
    static void shutDown() {
        KIT.shutDown();
    }

    @Test
    void takesABatch_andSaysSo() {
        channel.publish(17, Messages.numbered(1, 3));

        channel.expect(new Enqueued(17, List.of(), queue));
        channel.expectCounts(3, 0);
    }

    @Test
    void subscribesBeforeItDelivers_inOneMessage() {
        channel.publish(Messages.numbered(1, 3));
        channel.subscribe(Subscriptions.acking("c", 0));

        channel.expectDelivered("c 1", "c 2", "c 3");
    }

    @Test
    void sharesABatchOutInTurns() {
        channel.subscribe(Subscriptions.acking("a", 0));
        other.subscribe(Subscriptions.acking("b", 0));
        KIT.channel(queue).publish(Messages.numbered(1, 6));

        channel.expectDelivered("a 1", "a 3", "a 5");
        other.expectDelivered("b 2", "b 4", "b 6");
    }

    @Test
    void deliversNoMoreThanThePrefetch() {
        channel.publish(Messages.numbered(1, 4));
        channel.subscribe(Subscriptions.acking("c", 2));
        channel.expectDelivered("c 1", "c 2");

        channel.settle(Outcome.ACKNOWLEDGED, 0);

        channel.expectDelivered("c 3");
        channel.settle(Outcome.ACKNOWLEDGED, 0, 99);
        channel.expectCounts(1, 1);
    }

    @Test
    void deliversNoMoreThanTheSocketTakes() {
        channel.subscribe(Subscriptions.noAck("c"));
        channel.publish(Messages.numbered(1, ChannelLink.UNSENT_MESSAGES_MAX + 1));
        channel.receiveTexts(ChannelLink.UNSENT_MESSAGES_MAX);
        channel.expectCounts(1, 1);

        queue.tell(new Sent(1, 1, channel.ref()));

        channel.expectDelivered("c 2001");
    }

    @Test
    void putsRequeuedMessagesBackToTheirPlaces() {
        channel.publish(Messages.numbered(1, 4));
        channel.subscribe(Subscriptions.acking("c", 3));
        channel.expectDelivered("c 1", "c 2", "c 3");

        channel.settle(Outcome.REQUEUED, 2, 0);

        channel.expectDelivered("c 1 again", "c 3 again");
        channel.settle(Outcome.DISCARDED, 0, 1, 2);
        channel.expectDelivered("c 4");
    }

    @Test
    void takesBackWhatADetachedChannelHeld_beforeAnythingNewer() {
        channel.publish(Messages.numbered(1, 4));
        channel.subscribe(Subscriptions.acking("c", 2));
        channel.expectDelivered("c 1", "c 2");

        queue.tell(new Detach(channel.ref()));
        other.subscribe(Subscriptions.acking("d", 0));

        other.expectDelivered("d 1 again", "d 2 again", "d 3", "d 4");
        channel.expectNothing();
    }

    @Test
    void takesBackWhatADeadChannelHeld() {
        channel.publish(Messages.numbered(1, 2));
        channel.subscribe(Subscriptions.acking("c", 0));
        channel.expectDelivered("c 1", "c 2");
        other.subscribe(Subscriptions.acking("d", 0));

        channel.die();

        other.expectDelivered("d 1 again", "d 2 again");
        other.expectCounts(0, 1);
    }

    @Test
    void takesBackWhatADeadChannelFetched() {
        other.publish(Messages.numbered(1, 1));
        queue.tell(new Get(false, channel.ref()));
        assertThat(channel.receive(Got.class).remaining()).isZero();
        other.subscribe(Subscriptions.acking("d", 0));

        channel.die();

        other.expectDelivered("d 1 again");
    }

    @Test
    void fetchesOne_andSaysHowManyAreLeft() {
        channel.publish(Messages.numbered(1, 2));

        queue.tell(new Get(true, channel.ref()));
        Got got = channel.receive(Got.class);
        assertThat(QueueTestKit.describe(got.delivery())).isEqualTo(" 1");
        assertThat(got.remaining()).isEqualTo(1);
        queue.tell(new Get(false, channel.ref()));
        assertThat(channel.receive(Got.class).remaining()).isZero();
        queue.tell(new Get(false, channel.ref()));
        channel.expect(new GotNothing());
    }

    @Test
    void purgesWhatWaits_notWhatIsHeld() {
        channel.publish(Messages.numbered(1, 5));
        channel.subscribe(Subscriptions.acking("c", 2));
        channel.expectDelivered("c 1", "c 2");

        queue.tell(new Purge(channel.ref()));
        channel.expect(new Purged(3));
        channel.settle(Outcome.REQUEUED, 1);

        channel.expectDelivered("c 2 again");
    }
}
