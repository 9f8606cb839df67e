package warren.actors.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import warren.actors.Messages;
import warren.actors.queue.QueueProtocol.Delivery;
import warren.actors.queue.QueueProtocol.Reply;
import warren.persistence.event.QueueImage;
import warren.persistence.event.StoredMessage;
import warren.routing.message.BasicProperties;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;
import warren.routing.message.Message;

class QueueStateTest {
    private final QueueState state = new QueueState(
            FieldTable.EMPTY,
            new MessageMemory(Long.MAX_VALUE),
            new HeldMessages(() -> 0, StoredMessage.NEVER, StoredMessage.NEVER));
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

        state.release(state.links.of(channel), 1);

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

        var link = state.links.of(channel);
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
        var stranger = state.links.of(TestInbox.<Reply>create("stranger").getRef());

        assertThat(state.release(stranger, 0)).isNull();
        assertThat(state.release(state.links.of(channel), 0)).isNotNull();
        assertThat(state.release(state.links.of(channel), 0)).isNull();
        assertThat(state.unacknowledged()).isZero();
    }

    @Test
    void getsAMessageWithoutAConsumer() {
        publish(2);

        assertThat(get(false, channel)).extracting(message -> message.offset).isEqualTo(0L);
        assertThat(state.unacknowledged()).isEqualTo(1);
        assertThat(get(true, channel)).extracting(message -> message.offset).isEqualTo(1L);
        assertThat(state.unacknowledged()).isEqualTo(1);
        assertThat(get(true, channel)).isNull();
    }

    @Test
    void takesAllBackFromAChannelThatIsGone() {
        state.subscribe(Subscriptions.acking("a", 2), channel);
        publish(3);
        delivered();
        assertThat(get(false, channel)).isNotNull();

        assertThat(state.detach(state.links.of(channel), state::requeue)).isTrue();

        assertThat(state.consumers.isEmpty()).isTrue();
        assertThat(state.unacknowledged()).isZero();
        assertThat(state.unacknowledgedBytes()).isZero();
        var left = new ArrayList<String>();
        state.purge(message -> left.add(message.offset + (message.redelivered ? " again" : "")), page -> {});
        assertThat(left).containsExactly("0 again", "1 again", "2 again");
    }

    @Test
    void waitsForAChannelsSocket() {
        state.subscribe(Subscriptions.acking("a", 0), channel);
        publish(ChannelLink.UNSENT_MESSAGES_MAX + 2);
        assertThat(delivered()).hasSize(ChannelLink.UNSENT_MESSAGES_MAX);
        assertThat(delivered()).isEmpty();

        state.sent(state.links.of(channel), 1, 1);

        assertThat(delivered()).containsExactly("a" + ChannelLink.UNSENT_MESSAGES_MAX);
    }

    @Test
    void countsThePersistentOnes() {
        QueuedMessage first = state.add(Messages.persistent("12345"), 0);
        state.add(Messages.passing("123"), 0);
        assertThat(state.persistent()).isEqualTo(1);
        assertThat(state.persistentBytes()).isEqualTo(5);

        state.forget(first);
        assertThat(state.persistent()).isZero();
        assertThat(state.persistentBytes()).isZero();
    }

    @Test
    void numbersOnAfterARestart() {
        state.startAt(9);
        state.recover(new QueueImage.Stretch(3, 3, 1, 1, StoredMessage.NEVER));

        assertThat(state.add(Messages.passing("new"), 0).offset).isEqualTo(9);
        assertThat(state.ready.size()).isEqualTo(2);
    }

    @Test
    void countsWhatWaitsInTheJournal_andMoreExactlyOnceItHasBeenRead() {
        state.recover(new QueueImage.Stretch(3, 5, 2, 30, StoredMessage.NEVER));
        assertThat(state.ready.size()).isEqualTo(2);
        assertThat(state.persistent()).isEqualTo(2);
        assertThat(state.ready.bodyBytes()).isEqualTo(30);
        assertThat(state.ready.hasNext()).isFalse();

        Page page = state.ready.takeWanted(0).get(0);
        page.partsMissing = 1;
        page.come(
                List.of(
                        new StoredMessage(3, Messages.persistent("three"), StoredMessage.NEVER),
                        new StoredMessage(5, Messages.persistent("five"), StoredMessage.NEVER)),
                QueuedMessage.Storage.STORED);
        state.arrived(page);

        assertThat(state.ready.bodyBytes()).isEqualTo(9);
        assertThat(state.persistent()).isEqualTo(2);
        assertThat(state.persistentBytes()).isEqualTo(9);
        assertThat(get(true, channel)).extracting(message -> message.offset).isEqualTo(3L);
    }

    @Test
    void expiresMessagesWhereverTheyStand() {
        add(state, "100", 0);
        add(state, "20", 0);
        add(state, null, 0);
        add(state, "10", 5);

        assertThat(expired(14)).isEmpty();
        assertThat(expired(15)).containsExactly(3L);
        assertThat(expired(50)).containsExactly(1L);
        assertThat(state.ready.size()).isEqualTo(2);
        assertThat(state.ready.earliestExpiryMillis()).isEqualTo(100);
    }

    @Test
    void takesTheSmallerOfTheTwoTimesToLive() {
        var limited = new QueueState(
                FieldTable.of("x-message-ttl", FieldValue.of(50)),
                new MessageMemory(Long.MAX_VALUE),
                new HeldMessages(() -> 0, StoredMessage.NEVER, StoredMessage.NEVER));
        assertThat(add(limited, "20", 100).expiresAtMillis).isEqualTo(120);
        assertThat(add(limited, "80", 100).expiresAtMillis).isEqualTo(150);
        assertThat(add(limited, null, 100).expiresAtMillis).isEqualTo(150);
        assertThat(add(state, null, 100).expiresAtMillis).isEqualTo(StoredMessage.NEVER);
    }

    @Test
    void doesNotExpireWhatIsHeld_butAtOnceWhenItComesBackLate() {
        state.subscribe(Subscriptions.acking("a", 1), channel);
        add(state, "10", 0);
        assertThat(delivered()).containsExactly("a0");
        assertThat(expired(1_000)).isEmpty();
        assertThat(state.ready.earliestExpiryMillis()).isEqualTo(StoredMessage.NEVER);

        state.requeue(release(state.links.of(channel), 0));

        assertThat(state.ready.earliestExpiryMillis()).isEqualTo(10);
        assertThat(expired(1_000)).containsExactly(0L);
        assertThat(state.ready.isEmpty()).isTrue();
    }

    @Test
    void wantsAPageBackWhenAMessageInItExpires() {
        publish(5_000);
        state.recover(new QueueImage.Stretch(6_000, 6_000, 1, 1, 70));

        assertThat(state.ready.earliestExpiryMillis()).isEqualTo(70);
        assertThat(state.ready.takeWanted(69)).isEmpty();
        Page page = state.ready.takeWanted(70).get(0);
        page.partsMissing = 1;
        page.come(List.of(new StoredMessage(6_000, Messages.persistent("m"), 70)), QueuedMessage.Storage.STORED);
        state.arrived(page);

        assertThat(expired(69)).isEmpty();
        assertThat(expired(70)).containsExactly(6_000L);
        assertThat(state.ready.size()).isEqualTo(5_000);
    }

    private static QueuedMessage add(QueueState to, @Nullable String expiration, long nowMillis) {
        var properties = new BasicProperties.Builder().expiration(expiration).build();
        return to.add(Message.of("", "q", properties, new byte[1]), nowMillis);
    }

    private List<Long> expired(long nowMillis) {
        var dead = new ArrayList<Long>();
        state.expire(nowMillis, message -> dead.add(message.offset));
        return dead;
    }

    private QueuedMessage release(ChannelLink link, long offset) {
        QueuedMessage released = state.release(link, offset);
        assertThat(released).isNotNull();
        return released;
    }

    private void publish(int count) {
        for (int i = 0; i < count; i++) {
            state.add(Messages.passing("m"), 0);
        }
    }

    /** What goes out now: consumer tag and offset. */
    private List<String> delivered() {
        state.assign(done::add);
        return state.links.takeTouched().stream()
                .flatMap(link -> link.takeOutgoing().stream())
                .map(QueueStateTest::describe)
                .toList();
    }

    private @Nullable QueuedMessage get(boolean noAck, ActorRef<Reply> channel) {
        QueuedMessage message = state.ready.poll();
        if (message != null && !noAck) {
            state.hold(message, state.links.of(channel), null);
        }
        return message;
    }

    private static String describe(Delivery delivery) {
        return delivery.consumerTag() + delivery.offset() + (delivery.redelivered() ? " again" : "");
    }
}
