package warren.actors.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import warren.persistence.event.StoredMessage;
import warren.routing.message.Message;

/** Delayed messages with very different delays, more than memory holds: each page is read a few times, not once for each message. */
class DelayedMessagesPagingTest {
    private static final int COUNT = 40_000;
    private static final long MILLIS = 600_000;

    private final ReadyMessages ready = ReadyMessages.of(0, true);
    private int reads;

    private void sendAllAway() {
        for (Page page = ready.pollLeaving(); page != null; page = ready.pollLeaving()) {
            page.inJournal = true;
            ready.left(page);
        }
    }

    private void bringWanted(long now, long[] dueTimes) {
        for (Page page : ready.takeWanted(now)) {
            var stored = new ArrayList<StoredMessage>();
            page.offsets().forEachRange((from, to) -> {
                for (long offset = from; offset <= to; offset++) {
                    stored.add(stored(offset, dueTimes[(int) offset]));
                }
            });
            page.partsMissing = 1;
            assertThat(page.come(stored, QueuedMessage.Storage.STORED)).isTrue();
            ready.arrived(page);
            reads++;
        }
    }

    private static StoredMessage stored(long offset, long due) {
        return new StoredMessage(offset, new Message("", "q", new byte[2], new byte[1]), due);
    }

    @Test
    void eachMessageIsDueOnceAndInTime_andPagesAreReadSeldom() {
        var random = new Random(5);
        long[] dueTimes = random.longs(COUNT, 1, MILLIS).toArray();
        for (int offset = 0; offset < COUNT; offset++) {
            var message = new QueuedMessage(offset, stored(offset, 0).message(), dueTimes[offset], true);
            message.storage = QueuedMessage.Storage.STORED;
            ready.add(message);
        }
        List<Long> due = new ArrayList<>();
        for (long now = 0; now <= MILLIS; now += 500) {
            sendAllAway();
            bringWanted(now, dueTimes);
            while (ready.earliestExpiryMillis() <= now) {
                for (QueuedMessage next = ready.pollExpired(now); next != null; next = ready.pollExpired(now)) {
                    assertThat(next.expiresAtMillis).isBetween(now - 500, now);
                    due.add(next.offset);
                }
                bringWanted(now, dueTimes);
            }
        }
        assertThat(due).hasSize(COUNT).doesNotHaveDuplicates();
        assertThat(ready.isEmpty()).isTrue();
        int pages = COUNT / Page.MESSAGES_MAX;
        assertThat(reads).isLessThan(pages * 20);
    }
}
