package warren.actors.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;
import warren.actors.queue.QueueProtocol;
import warren.actors.queue.QueueProtocol.GrantPermits;
import warren.actors.queue.QueueProtocol.PermitsWanted;

class ChannelLimitTest {
    private final TestInbox<QueueProtocol.Command> queue = TestInbox.create("queue");
    private final TestInbox<QueueProtocol.Command> other = TestInbox.create("other");
    private final ActorRef<QueueProtocol.Reply> self =
            TestInbox.<QueueProtocol.Reply>create().getRef();
    private final ChannelLimit limit = new ChannelLimit();

    @Test
    void grantsNoMoreThanIsWanted() {
        limit.set(10, self);
        limit.onWanted(new PermitsWanted("a", 3, queue.getRef()), self);

        queue.expectMessage(new GrantPermits("a", 3, self));
    }

    @Test
    void grantsNoMoreThanThereIs_andTheRestAsItComesBack() {
        limit.set(2, self);
        limit.onWanted(new PermitsWanted("a", 3, queue.getRef()), self);
        queue.expectMessage(new GrantPermits("a", 2, self));
        limit.onWanted(new PermitsWanted("a", 1, queue.getRef()), self);
        assertThat(queue.hasMessages()).isFalse();

        limit.onReturned("a", 1, self);

        queue.expectMessage(new GrantPermits("a", 1, self));
    }

    @Test
    void aDeliveryThatNobodyAcknowledgesWaitsForRoom_andTakesNone() {
        limit.set(1, self);
        limit.onDelivered("earlier");
        limit.onWanted(new PermitsWanted("a", 5, queue.getRef()), self);
        assertThat(queue.hasMessages()).isFalse();

        settleOne();

        queue.expectMessage(new GrantPermits("a", 1, self));
        limit.onWanted(new PermitsWanted("b", 5, other.getRef()), self);
        assertThat(other.hasMessages()).isFalse();
        limit.onDeliveredFreely("a", self);
        other.expectMessage(new GrantPermits("b", 1, self));
    }

    @Test
    void servesTheOneThatAskedFirst() {
        limit.set(1, self);
        limit.onDelivered("earlier");
        limit.onWanted(new PermitsWanted("a", 5, queue.getRef()), self);
        limit.onWanted(new PermitsWanted("b", 5, other.getRef()), self);

        settleOne();

        queue.expectMessage(new GrantPermits("a", 1, self));
        assertThat(other.hasMessages()).isFalse();
        limit.onDelivered("a");
        settleOne();
        other.expectMessage(new GrantPermits("b", 1, self));
    }

    @Test
    void givesNobodyAllOfItWhenSeveralWait() {
        limit.set(1, self);
        limit.onDelivered("earlier");
        limit.onWanted(new PermitsWanted("a", 5, queue.getRef()), self);
        limit.onWanted(new PermitsWanted("b", 5, other.getRef()), self);

        limit.set(4, self);

        queue.expectMessage(new GrantPermits("a", 1, self));
        assertThat(other.hasMessages()).isTrue();
    }

    @Test
    void grantsAllWhenItIsLifted() {
        limit.set(1, self);
        limit.onDelivered("earlier");
        limit.onWanted(new PermitsWanted("a", 5, queue.getRef()), self);

        limit.set(0, self);

        queue.expectMessage(new GrantPermits("a", 5, self));
    }

    @Test
    void grantsMoreWhenItIsRaised() {
        limit.set(1, self);
        limit.onDelivered("earlier");
        limit.onWanted(new PermitsWanted("a", 5, queue.getRef()), self);

        limit.set(4, self);

        queue.expectMessage(new GrantPermits("a", 3, self));
    }

    @Test
    void forgetsTheWishOfAConsumerThatIsGone() {
        limit.set(1, self);
        limit.onDelivered("earlier");
        limit.onWanted(new PermitsWanted("a", 5, queue.getRef()), self);
        limit.forget("a", self);

        settleOne();

        assertThat(queue.hasMessages()).isFalse();
    }

    @Test
    void takesThePermitsOfAConsumerThatIsGone() {
        limit.set(2, self);
        limit.onWanted(new PermitsWanted("a", 2, queue.getRef()), self);
        limit.onWanted(new PermitsWanted("b", 2, other.getRef()), self);
        assertThat(other.hasMessages()).isFalse();

        limit.forget("a", self);

        other.expectMessage(new GrantPermits("b", 2, self));
    }

    @Test
    void countsWhatWasDeliveredBeforeItBegan() {
        limit.onDelivered("a");
        limit.onDelivered("a");
        limit.set(3, self);
        limit.onWanted(new PermitsWanted("a", 5, queue.getRef()), self);

        queue.expectMessage(new GrantPermits("a", 1, self));
    }

    private void settleOne() {
        if (limit.onSettled(1)) {
            limit.grant(self);
        }
    }
}
