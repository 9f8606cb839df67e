package warren.actors.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;
import warren.actors.Messages;
import warren.actors.queue.QueueActor.Delivery;
import warren.actors.queue.QueueActor.Reply;
import warren.persistence.event.StoredMessage;
import warren.routing.message.FieldTable;

class QueueStateTest {
    private final QueueState state = new QueueState(LengthLimit.of(FieldTable.EMPTY));
    private final ActorRef<Reply> channel = TestInbox.<Reply>create().getRef();
    private final List<QueuedMessage> done = new ArrayList<>();

    @Test
    void sharesMessagesOutInTurns() {
        state.subscribe(Subscriptions.acking("a", 0), channel);
        state.subscribe(Subscriptions.acking("b", 0), channel);
        publish(6);

        assertThat(delivered()).containsExactly("a0", "b1", "a2", "b3", "a4", "b5");
        assertThat(done).isEmpty();
    }

    @Test
    void givesNoMoreThanThePrefetch_andTheNextForEachThatIsSettled() {
        state.subscribe(Subscriptions.acking("a", 2), channel);
        publish(5);
        assertThat(delivered()).containsExactly("a0", "a1");

        state.release(state.link(channel), 1);

        assertThat(delivered()).containsExactly("a2");
        assertThat(state.unacknowledged()).isEqualTo(2);
        assertThat(state.ready.size()).isEqualTo(2);
    }

    @Test
    void isDoneWithAMessageThatNeedsNoAcknowledgement() {
        state.subscribe(Subscriptions.noAck("a"), channel);
        publish(2);

        assertThat(delivered()).containsExactly("a0", "a1");
        assertThat(done).extracting(message -> message.offset).containsExactly(0L, 1L);
        assertThat(state.unacknowledged()).isZero();
    }

    @Test
    void putsWhatComesBackToItsPlace_markedRedelivered() {
        state.subscribe(Subscriptions.acking("a", 2), channel);
        publish(4);
        delivered();

        var link = state.link(channel);
        var later = release(link, 1);
        var earlier = release(link, 0);
        state.requeue(later);
        state.requeue(earlier);

        assertThat(delivered()).containsExactly("a0 again", "a1 again");
        release(link, 0);
        assertThat(delivered()).containsExactly("a2");
    }

    @Test
    void releasesAMessageOnceAndOnlyFromItsHolder() {
        state.subscribe(Subscriptions.acking("a", 0), channel);
        publish(1);
        delivered();
        var stranger = state.link(TestInbox.<Reply>create("stranger").getRef());

        assertThat(state.release(stranger, 0)).isNull();
        assertThat(state.release(state.link(channel), 0)).isNotNull();
        assertThat(state.release(state.link(channel), 0)).isNull();
        assertThat(state.unacknowledged()).isZero();
    }

    @Test
    void getsAMessageWithoutAConsumer() {
        publish(2);

        assertThat(state.get(false, channel))
                .extracting(message -> message.offset)
                .isEqualTo(0L);
        assertThat(state.unacknowledged()).isEqualTo(1);
        assertThat(state.get(true, channel))
                .extracting(message -> message.offset)
                .isEqualTo(1L);
        assertThat(state.unacknowledged()).isEqualTo(1);
        assertThat(state.get(true, channel)).isNull();
    }

    @Test
    void takesAllBackFromAChannelThatIsGone() {
        state.subscribe(Subscriptions.acking("a", 2), channel);
        publish(3);
        delivered();
        assertThat(state.get(false, channel)).isNotNull();

        assertThat(state.detach(state.link(channel))).isTrue();

        assertThat(state.consumers.isEmpty()).isTrue();
        assertThat(state.unacknowledged()).isZero();
        assertThat(state.unacknowledgedBytes()).isZero();
        assertThat(state.ready.clear())
                .extracting(message -> message.offset + (message.redelivered ? " again" : ""))
                .containsExactly("0 again", "1 again", "2 again");
    }

    @Test
    void waitsForAChannelsSocket() {
        state.subscribe(Subscriptions.acking("a", 0), channel);
        publish(ChannelLink.UNSENT_MESSAGES_MAX + 2);
        assertThat(delivered()).hasSize(ChannelLink.UNSENT_MESSAGES_MAX);
        assertThat(delivered()).isEmpty();

        state.sent(state.link(channel), 1, 1);

        assertThat(delivered()).containsExactly("a" + ChannelLink.UNSENT_MESSAGES_MAX);
    }

    @Test
    void countsThePersistentOnes() {
        QueuedMessage first = state.add(Messages.persistent("12345"));
        state.add(Messages.passing("123"));
        assertThat(state.persistent()).isEqualTo(1);
        assertThat(state.persistentBytes()).isEqualTo(5);

        state.forget(first);
        assertThat(state.persistent()).isZero();
        assertThat(state.persistentBytes()).isZero();
    }

    @Test
    void numbersOnAfterARestart() {
        state.startAt(5);
        state.recover(new StoredMessage(3, Messages.persistent("m")));
        state.startAt(9);

        state.startAt(4);

        assertThat(state.add(Messages.passing("new")).offset).isEqualTo(9);
        assertThat(state.ready.clear()).extracting(message -> message.offset).containsExactly(3L, 9L);
    }

    private QueuedMessage release(ChannelLink link, long offset) {
        QueuedMessage released = state.release(link, offset);
        assertThat(released).isNotNull();
        return released;
    }

    private void publish(int count) {
        for (int i = 0; i < count; i++) {
            state.add(Messages.passing("m"));
        }
    }

    /** What goes out now: consumer tag and offset. */
    private List<String> delivered() {
        state.assign(done::add);
        return state.takeTouched().stream()
                .flatMap(link -> link.takeOutgoing().stream())
                .map(QueueStateTest::describe)
                .toList();
    }

    private static String describe(Delivery delivery) {
        return delivery.consumerTag() + delivery.offset() + (delivery.redelivered() ? " again" : "");
    }
}
