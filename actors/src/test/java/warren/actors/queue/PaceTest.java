package warren.actors.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;
import warren.persistence.event.StoredMessage;

class PaceTest {
    private static final int BATCH = 1_000;

    private long waiting;
    private long deliveries;
    private long now;
    private final List<Long> released = new ArrayList<>();
    private final Pace pace = new Pace(() -> waiting, () -> deliveries, ticket -> released.add(ticket.batchId));
    private long lastBatch;

    private boolean publish() {
        waiting += BATCH;
        return pace.holds(
                new PublishTicket(
                        ++lastBatch, TestInbox.<QueueProtocol.Reply>create().getRef()),
                BATCH);
    }

    private void deliver(int messages) {
        waiting -= messages;
        deliveries += messages;
        pace.turn(now);
    }

    private void windowEnds() {
        now += Pace.WINDOW_MILLIS;
        pace.turn(now);
    }

    private void manyWait() {
        waiting = Pace.WAITING_MAX;
    }

    /** As many come as go, for one window. */
    private void inStep() {
        windowEnds();
        publish();
        deliver(BATCH);
        windowEnds();
    }

    @Test
    void aBatchWaits_untilAsManyMessagesHaveLeft() {
        manyWait();
        inStep();

        assertThat(publish()).isTrue();
        assertThat(publish()).isTrue();
        deliver(BATCH - 1);
        assertThat(released).isEmpty();
        deliver(1);
        assertThat(released).containsExactly(2L);
        deliver(BATCH);
        assertThat(released).containsExactly(2L, 3L);
    }

    @Test
    void aShortQueueHoldsNobody() {
        waiting = Pace.WAITING_MAX - 2 * BATCH;
        inStep();
        assertThat(publish()).isFalse();
    }

    @Test
    void aQueueThatBecomesShortLetsEverybodyGo() {
        manyWait();
        inStep();
        publish();
        waiting = 0;
        pace.turn(now);
        assertThat(released).hasSize(1);
    }

    @Test
    void aPublisherThatIsMuchFasterIsNotHeld() {
        manyWait();
        windowEnds();
        publish();
        publish();
        deliver(BATCH);
        windowEnds();
        assertThat(publish()).isFalse();
    }

    @Test
    void consumersThatStopHoldNobodyForLonger() {
        manyWait();
        inStep();
        publish();
        assertThat(pace.dueMillis()).isEqualTo(now + Pace.WINDOW_MILLIS);
        windowEnds();
        assertThat(released).hasSize(1);
        assertThat(pace.dueMillis()).isEqualTo(StoredMessage.NEVER);
    }
}
