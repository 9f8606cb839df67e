package warren.actors.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;
import warren.actors.Messages;
import warren.actors.queue.QueueProtocol.Reply;
import warren.persistence.event.StoredMessage;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;

class AckDeadlinesTest {
    private static final FieldTable HUNDRED = FieldTable.of("x-consumer-timeout", FieldValue.of(100L));

    private long now = 1_000;
    private final AckDeadlines deadlines = new AckDeadlines(() -> now, StoredMessage.NEVER);
    private final ChannelLink one = new ChannelLink(TestInbox.<Reply>create().getRef());
    private final ChannelLink other = new ChannelLink(TestInbox.<Reply>create().getRef());

    private QueuedMessage handOut(long offset, ChannelLink link) {
        var message = new QueuedMessage(offset, Messages.passing("m"), StoredMessage.NEVER);
        message.held = true;
        link.unacknowledged.put(message);
        deadlines.add(message, link);
        return message;
    }

    private void release(QueuedMessage message) {
        message.held = false;
        deadlines.released();
    }

    @Test
    void areNeverWithoutALimit() {
        handOut(0, one);
        assertThat(deadlines.dueMillis()).isEqualTo(StoredMessage.NEVER);
        assertThat(deadlines.takeOverdue()).isEmpty();
    }

    @Test
    void passForWhatIsHeldTooLong() {
        deadlines.follow(HUNDRED, List.of());
        QueuedMessage settled = handOut(0, one);
        now = 1_050;
        handOut(1, other);
        assertThat(deadlines.dueMillis()).isEqualTo(1_100);
        release(settled);
        assertThat(deadlines.dueMillis()).isEqualTo(1_150);
        now = 1_149;
        assertThat(deadlines.takeOverdue()).isEmpty();
        now = 1_150;
        assertThat(deadlines.takeOverdue()).containsExactly(other);
        assertThat(deadlines.takeOverdue()).isEmpty();
    }

    @Test
    void countFromTheLastHandingOut() {
        deadlines.follow(HUNDRED, List.of());
        QueuedMessage again = handOut(0, one);
        release(again);
        now = 1_010;
        again.held = true;
        deadlines.add(again, other);
        assertThat(deadlines.dueMillis()).isEqualTo(1_110);
    }

    @Test
    void begin_whenALimitIsSet_forWhatIsHeldAlready() {
        handOut(0, one);
        now = 2_000;
        deadlines.follow(HUNDRED, List.of(one, other));
        assertThat(deadlines.dueMillis()).isEqualTo(2_100);
        deadlines.follow(FieldTable.EMPTY, List.of(one, other));
        assertThat(deadlines.dueMillis()).isEqualTo(StoredMessage.NEVER);
    }

    @Test
    void areTheBrokersWhereAQueueSaysNothing() {
        var ofBroker = new AckDeadlines(() -> now, 500);
        ofBroker.follow(FieldTable.EMPTY, List.of());
        assertThat(ofBroker.timeoutMillis()).isEqualTo(500);
        ofBroker.follow(HUNDRED, List.of());
        assertThat(ofBroker.timeoutMillis()).isEqualTo(100);
    }
}
