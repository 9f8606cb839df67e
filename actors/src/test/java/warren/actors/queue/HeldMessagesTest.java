package warren.actors.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;
import warren.actors.Messages;
import warren.actors.queue.QueueProtocol.Reply;
import warren.persistence.event.StoredMessage;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;

class HeldMessagesTest {
    private static final FieldTable HUNDRED = FieldTable.of("x-consumer-timeout", FieldValue.of(100L));

    private long now = 1_000;
    private final HeldMessages held = new HeldMessages(() -> now, StoredMessage.NEVER, StoredMessage.NEVER);
    private final ChannelLink one = new ChannelLink(TestInbox.<Reply>create().getRef());
    private final ChannelLink other = new ChannelLink(TestInbox.<Reply>create().getRef());

    private QueuedMessage handOut(long offset, ChannelLink link) {
        var message = new QueuedMessage(offset, Messages.passing("m"), StoredMessage.NEVER);
        message.held = true;
        link.unacknowledged.put(message);
        held.tick();
        held.add(message, link);
        return message;
    }

    private void release(QueuedMessage message) {
        message.held = false;
        held.remove(message);
    }

    @Test
    void areNeverWithoutALimit() {
        handOut(0, one);
        assertThat(held.dueMillis()).isEqualTo(StoredMessage.NEVER);
        assertThat(held.takeOverdue()).isEmpty();
    }

    @Test
    void passForWhatIsHeldTooLong() {
        held.follow(HUNDRED);
        QueuedMessage settled = handOut(0, one);
        now = 1_050;
        handOut(1, other);
        assertThat(held.dueMillis()).isEqualTo(1_100);
        release(settled);
        assertThat(held.dueMillis()).isEqualTo(1_150);
        now = 1_149;
        assertThat(held.takeOverdue()).isEmpty();
        now = 1_150;
        assertThat(held.takeOverdue()).containsExactly(other);
        assertThat(held.takeOverdue()).isEmpty();
    }

    @Test
    void countFromTheLastHandingOut() {
        held.follow(HUNDRED);
        QueuedMessage again = handOut(0, one);
        release(again);
        now = 1_010;
        again.held = true;
        held.tick();
        held.add(again, other);
        assertThat(held.dueMillis()).isEqualTo(1_110);
    }

    @Test
    void begin_whenALimitIsSet_forWhatIsHeldAlready() {
        handOut(0, one);
        now = 2_000;
        held.follow(HUNDRED);
        assertThat(held.dueMillis()).isEqualTo(2_100);
        held.follow(FieldTable.EMPTY);
        assertThat(held.dueMillis()).isEqualTo(StoredMessage.NEVER);
    }

    @Test
    void areTheBrokersWhereAQueueSaysNothing() {
        var ofBroker = new HeldMessages(() -> now, 500, StoredMessage.NEVER);
        ofBroker.follow(FieldTable.EMPTY);
        assertThat(ofBroker.timeoutMillis()).isEqualTo(500);
        ofBroker.follow(HUNDRED);
        assertThat(ofBroker.timeoutMillis()).isEqualTo(100);
    }

    @Test
    void followTheBrokersSettings_fromTheNextTurnOn() {
        var broker = new AtomicReference<>(new Patience.Limits(StoredMessage.NEVER, StoredMessage.NEVER));
        var following = new HeldMessages(() -> now, broker::get);
        following.tick();
        following.add(new QueuedMessage(0, Messages.passing("m"), StoredMessage.NEVER), one);
        broker.set(new Patience.Limits(200, 50));
        assertThat(following.dueMillis()).isEqualTo(StoredMessage.NEVER);

        now = 2_000;
        following.tick();
        assertThat(following.dueMillis()).isEqualTo(2_050);
        assertThat(following.timeoutMillis()).isEqualTo(200);
        following.follow(HUNDRED);
        broker.set(new Patience.Limits(300, StoredMessage.NEVER));
        following.tick();
        // its own counts more
        assertThat(following.dueMillis()).isEqualTo(2_100);
        following.follow(FieldTable.EMPTY);
        assertThat(following.timeoutMillis()).isEqualTo(300);
    }

    @Test
    void standInTheOrderInWhichTheyWereHandedOut() {
        QueuedMessage first = handOut(7, one);
        now = 1_010;
        QueuedMessage second = handOut(3, other);
        QueuedMessage third = handOut(5, one);
        assertThat(held.oldestMillis()).hasValue(1_000);
        release(second);
        assertThat(all()).containsExactly(first, third);
        release(first);
        assertThat(held.oldestMillis()).hasValue(1_010);
        release(third);
        assertThat(held.oldestMillis()).isEmpty();
        assertThat(all()).isEmpty();
    }

    private List<QueuedMessage> all() {
        var all = new ArrayList<QueuedMessage>();
        held.forEach(all::add);
        return all;
    }

    @Test
    void areWorthOneWarningForEachChannelInAWhile() {
        var warned = new HeldMessages(() -> now, StoredMessage.NEVER, 100);
        var messages = new ArrayList<QueuedMessage>();
        for (int i = 0; i < 3; i++) {
            messages.add(new QueuedMessage(i, Messages.passing("m"), StoredMessage.NEVER));
        }
        warned.tick();
        warned.add(messages.get(0), one);
        warned.add(messages.get(1), other);
        now = 1_050;
        warned.tick();
        warned.add(messages.get(2), one);
        assertThat(warned.dueMillis()).isEqualTo(1_100);
        now = 1_100;
        assertThat(warned.takeToWarn())
                .containsExactly(Map.entry(one, messages.get(0)), Map.entry(other, messages.get(1)));
        now = 1_150;
        assertThat(warned.takeToWarn()).isEmpty();
        assertThat(warned.dueMillis()).isEqualTo(StoredMessage.NEVER);
        warned.remove(messages.get(0));
        warned.tick();
        warned.add(messages.get(0), one);
        now = 1_250;
        assertThat(warned.takeToWarn()).containsExactly(Map.entry(one, messages.get(0)));
    }
}
