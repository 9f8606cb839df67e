package warren.actors.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import warren.persistence.event.StoredMessage;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;
import warren.routing.message.Message;

class RetriesTest {
    private final Retries retries = new Retries();

    private void follow(String type, long min, long max) {
        retries.follow(new FieldTable(Map.of(
                "x-delayed-retry-type", FieldValue.of(type),
                "x-delayed-retry-min", FieldValue.of(min),
                "x-delayed-retry-max", FieldValue.of(max))));
    }

    private static QueuedMessage message(long offset) {
        return new QueuedMessage(offset, new Message("", "q", new byte[2], new byte[3]), StoredMessage.NEVER);
    }

    @Test
    void theDelayGrowsWithTheCount_upToItsMaximum() {
        follow("all", 10, 25);
        assertThat(retries.dueMillis(Outcome.REQUEUED, 0, 1_000)).hasValue(1_010);
        assertThat(retries.dueMillis(Outcome.REQUEUED, 1, 1_000)).hasValue(1_010);
        assertThat(retries.dueMillis(Outcome.REQUEUED, 2, 1_000)).hasValue(1_020);
        assertThat(retries.dueMillis(Outcome.REQUEUED, 3, 1_000)).hasValue(1_025);
        assertThat(retries.dueMillis(Outcome.REQUEUED, Integer.MAX_VALUE, 1_000))
                .hasValue(1_025);
    }

    @Test
    void withoutAMaximumItIsTheMinimum_withoutAMinimumNothingWaits() {
        retries.follow(new FieldTable(
                Map.of("x-delayed-retry-type", FieldValue.of("all"), "x-delayed-retry-min", FieldValue.of(10))));
        assertThat(retries.dueMillis(Outcome.FAILED, 5, 0)).hasValue(10);
        retries.follow(FieldTable.of("x-delayed-retry-type", FieldValue.of("all")));
        assertThat(retries.isEnabled()).isFalse();
        assertThat(retries.dueMillis(Outcome.FAILED, 5, 0)).isEmpty();
    }

    @Test
    void theTypeSaysWhatWaits() {
        follow("failed", 10, 10);
        assertThat(retries.dueMillis(Outcome.FAILED, 1, 0)).isPresent();
        assertThat(retries.dueMillis(Outcome.REQUEUED, 1, 0)).isPresent();
        assertThat(retries.dueMillis(Outcome.RECOVERED, 1, 0)).isEmpty();
        follow("returned", 10, 10);
        assertThat(retries.dueMillis(Outcome.FAILED, 1, 0)).isEmpty();
        assertThat(retries.dueMillis(Outcome.RECOVERED, 1, 0)).isPresent();
        follow("disabled", 10, 10);
        assertThat(retries.dueMillis(Outcome.RECOVERED, 1, 0)).isEmpty();
    }

    @Test
    void theEarliestComesFirst_andNoneBeforeItsTime() {
        QueuedMessage late = message(1);
        QueuedMessage soon = message(2);
        retries.add(late, 30);
        retries.add(soon, 20);
        assertThat(retries.size()).isEqualTo(2);
        assertThat(retries.bodyBytes()).isEqualTo(6);
        assertThat(retries.earliestMillis()).isEqualTo(20);
        assertThat(retries.poll(19)).isNull();
        assertThat(retries.poll(20)).isSameAs(soon);
        assertThat(retries.poll(20)).isNull();
        assertThat(retries.poll(40)).isSameAs(late);
        assertThat(retries.earliestMillis()).isEqualTo(StoredMessage.NEVER);
    }

    @Test
    void whatTheJournalKnowsCountsOnce_ifItIsStillToCome() {
        retries.restore(new TreeMap<>(Map.of(5L, 100L, 6L, 50L)), 50);
        assertThat(retries.hasRecovered(6, 9)).isFalse();
        assertThat(retries.hasRecovered(0, 5)).isTrue();
        assertThat(retries.takeRecovered(5)).isEqualTo(OptionalLong.of(100));
        assertThat(retries.takeRecovered(5)).isEmpty();
        assertThat(retries.takeRecovered(6)).isEmpty();
    }
}
