package warren.actors.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;
import warren.actors.queue.QueueProtocol.Reply;

class ConsumersTest {
    private final Consumers consumers = new Consumers(false);
    private final ChannelLink link = new ChannelLink(TestInbox.<Reply>create().getRef());

    @Test
    void takeTurnsInTheOrderInWhichTheyCame() {
        add(Subscriptions.noAck("a"));
        add(Subscriptions.noAck("b"));
        add(Subscriptions.noAck("c"));

        assertThat(next(7)).containsExactly("a", "b", "c", "a", "b", "c", "a");
    }

    @Test
    void areLeftOutWithoutRoom_andComeBackAtTheEnd() {
        QueueConsumer full = add(Subscriptions.acking("full", 1));
        add(Subscriptions.noAck("b"));
        add(Subscriptions.noAck("c"));
        full.unacknowledged = 1;
        assertThat(next(3)).containsExactly("b", "c", "b");

        full.unacknowledged = 0;
        consumers.enter(full);

        assertThat(next(4)).containsExactly("c", "b", "full", "c");
    }

    @Test
    void enterTheRoundOnce() {
        QueueConsumer consumer = add(Subscriptions.noAck("a"));
        add(Subscriptions.noAck("b"));
        consumers.enter(consumer);
        consumers.enter(consumer);

        assertThat(next(4)).containsExactly("a", "b", "a", "b");
    }

    @Test
    void areServedOneAfterTheOther_whereOneAloneIs() {
        var single = new Consumers(true);
        QueueConsumer first = new QueueConsumer(Subscriptions.noAck("first"), link);
        QueueConsumer second = new QueueConsumer(Subscriptions.noAck("second"), link);
        QueueConsumer third = new QueueConsumer(Subscriptions.noAck("third"), link);
        QueueConsumer high = new QueueConsumer(Subscriptions.prioritized("high", 3), link);
        List.of(first, second, third, high).forEach(single::add);
        assertThat(single.next()).isEqualTo(first);
        single.enter(second);
        assertThat(single.next()).isEqualTo(first);

        single.remove(third);
        single.remove(first);
        assertThat(single.next()).isEqualTo(high);
        single.remove(high);
        assertThat(single.next()).isEqualTo(second);
        single.remove(second);
        assertThat(single.next()).isNull();
    }

    @Test
    void areServedOneAloneFromNowOn_orAllAgain() {
        add(Subscriptions.noAck("a"));
        add(Subscriptions.noAck("b"));
        add(Subscriptions.prioritized("high", 3));
        QueueConsumer limited = add(Subscriptions.limitedByChannel("limited", 0));
        next(1);

        consumers.serveOne(true);
        assertThat(next(2)).containsExactly("high", "high");
        consumers.enter(limited);
        assertThat(next(1)).containsExactly("high");
        assertThat(consumers.takeLackingPermits()).isEmpty();

        consumers.remove(consumers.next());
        assertThat(next(2)).containsExactly("a", "a");
        consumers.serveOne(false);
        assertThat(next(3)).containsExactly("a", "b", "a");
    }

    @Test
    void ofAHigherPriorityGoFirst_asLongAsTheyHaveRoom() {
        QueueConsumer low = add(Subscriptions.prioritized("low", -1));
        QueueConsumer high = add(Subscriptions.prioritized("high", 5));
        add(Subscriptions.prioritized("usual", 0));
        assertThat(next(3)).containsExactly("high", "high", "high");

        consumers.remove(high);
        assertThat(next(2)).containsExactly("usual", "usual");
        assertThat(low.inRound).isTrue();
    }

    @Test
    void haveNoNextWhenNoneHasRoom() {
        QueueConsumer consumer = add(Subscriptions.acking("a", 1));
        consumer.unacknowledged = 1;

        assertThat(consumers.next()).isNull();
        assertThat(consumers.takeLackingPermits()).isEmpty();
    }

    @Test
    void nameThoseThatOnlyTheirChannelsLimitHolds() {
        QueueConsumer limited = add(Subscriptions.limitedByChannel("limited", 0));
        add(Subscriptions.noAck("b"));

        assertThat(next(2)).containsExactly("b", "b");
        assertThat(consumers.takeLackingPermits()).containsExactly(limited);

        limited.permits = 1;
        consumers.enter(limited);
        assertThat(next(2)).containsExactly("b", "limited");
    }

    @Test
    void getNothingMoreOnceRemoved() {
        QueueConsumer gone = add(Subscriptions.noAck("gone"));
        add(Subscriptions.noAck("b"));
        consumers.remove(gone);
        consumers.enter(gone);

        assertThat(next(2)).containsExactly("b", "b");
        assertThat(consumers.size()).isEqualTo(1);
        assertThat(consumers.find(link.channel, "gone")).isNull();
    }

    @Test
    void knowTheExclusiveOne() {
        assertThat(consumers.exclusive()).isNull();
        QueueConsumer exclusive = add(Subscriptions.exclusive("x"));
        assertThat(consumers.exclusive()).isSameAs(exclusive);

        consumers.remove(exclusive);
        assertThat(consumers.exclusive()).isNull();
        assertThat(consumers.isEmpty()).isTrue();
    }

    @Test
    void areToldApartByChannel() {
        QueueConsumer here = add(Subscriptions.noAck("same tag"));
        var otherLink = new ChannelLink(TestInbox.<Reply>create("other").getRef());
        var there = new QueueConsumer(Subscriptions.noAck("same tag"), otherLink);
        consumers.add(there);

        assertThat(consumers.find(link.channel, "same tag")).isSameAs(here);
        assertThat(consumers.find(otherLink.channel, "same tag")).isSameAs(there);
        assertThat(consumers.of(otherLink)).containsExactly(there);
    }

    private QueueConsumer add(Subscription subscription) {
        var consumer = new QueueConsumer(subscription, link);
        consumers.add(consumer);
        return consumer;
    }

    private List<String> next(int count) {
        var tags = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            QueueConsumer next = consumers.next();
            tags.add(next == null ? "nobody" : next.subscription.consumerTag());
        }
        return tags;
    }
}
