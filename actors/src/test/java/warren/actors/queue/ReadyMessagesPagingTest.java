package warren.actors.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import warren.actors.Messages;
import warren.persistence.event.StoredMessage;
import warren.routing.message.BasicProperties;
import warren.routing.message.Message;

/** A long queue whose pages leave for a disk, and come back from it, at random times: nobody who takes messages may notice. */
class ReadyMessagesPagingTest {
    private static final int PRIORITY_MAX = 3;
    private static final long OFFSETS = 1L << 40;

    private ReadyMessages ready = new ReadyInOrder();
    /** Place and expiry of what waits. */
    private final TreeMap<Long, Long> model = new TreeMap<>();

    private final List<QueuedMessage> held = new ArrayList<>();
    private final Map<Page, List<StoredMessage>> disk = new HashMap<>();
    private final List<Page> leaving = new ArrayList<>();
    private final List<Page> coming = new ArrayList<>();
    private long nextOffset;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void agreesWithANaiveModel(long seed) {
        check(seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void agreesWithANaiveModel_byPriority(long seed) {
        ready = new ReadyByPriority(PRIORITY_MAX);
        check(seed);
    }

    /** The higher priority first, and then in the order of offsets. */
    private static long place(QueuedMessage message) {
        return (PRIORITY_MAX - message.level) * OFFSETS + message.offset;
    }

    private static Message message(Random random) {
        var properties = new BasicProperties.Builder();
        if (random.nextBoolean()) {
            properties.priority(random.nextInt(PRIORITY_MAX + 3));
        }
        return Message.of("", "q", properties.build(), new byte[1]);
    }

    private void check(long seed) {
        var random = new Random(seed);
        int away = 0;
        for (int now = 0; now < 4_000; now++) {
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> publish(random, now);
                case 3, 4 -> take(random);
                case 5 -> putBack(random);
                case 6 -> expire(now);
                case 7 -> leave(random);
                case 8 -> arrive(random, now);
                default -> {
                    if (random.nextInt(300) == 0) {
                        clear();
                    }
                }
            }
            away += disk.size();
            assertThat(ready.size()).as("step %d of seed %d", now, seed).isEqualTo(model.size());
            assertThat(ready.bodyBytes()).isEqualTo(model.size());
        }
        assertThat(away).as("pages on disk").isPositive();
        drain();
        assertThat(model).isEmpty();
    }

    private void publish(Random random, int now) {
        for (int i = random.nextInt(400); i >= 0; i--) {
            long expiry = random.nextInt(4) == 0 ? now + random.nextInt(3_000) : StoredMessage.NEVER;
            var queued = new QueuedMessage(nextOffset++, message(random), expiry);
            ready.add(queued);
            model.put(place(queued), expiry);
        }
    }

    private void take(Random random) {
        for (int i = random.nextInt(400); i >= 0 && ready.hasNext(); i--) {
            QueuedMessage next = ready.poll();
            assertThat(place(next)).isEqualTo(model.pollFirstEntry().getKey());
            if (random.nextInt(10) == 0) {
                held.add(next);
            }
        }
    }

    private void putBack(Random random) {
        while (!held.isEmpty() && random.nextInt(4) > 0) {
            QueuedMessage back = held.remove(random.nextInt(held.size()));
            ready.putBack(back);
            model.put(place(back), back.expiresAtMillis);
        }
    }

    private void expire(int now) {
        for (QueuedMessage dead = ready.pollExpired(now); dead != null; dead = ready.pollExpired(now)) {
            assertThat(model.remove(place(dead))).isLessThanOrEqualTo(now);
        }
    }

    private void leave(Random random) {
        Page next = ready.pollLeaving();
        if (next != null) {
            disk.computeIfAbsent(next, Page::unstored);
            next.place = Page.Place.LEAVING;
            leaving.add(next);
        }
        if (!leaving.isEmpty() && random.nextBoolean()) {
            Page gone = leaving.remove(random.nextInt(leaving.size()));
            if (gone.place == Page.Place.LEAVING) {
                if (random.nextInt(5) > 0) {
                    ready.left(gone);
                } else {
                    ready.stays(gone);
                }
            }
        }
    }

    private void arrive(Random random, int now) {
        coming.addAll(ready.takeWanted(now));
        if (!coming.isEmpty()) {
            bring(coming.remove(random.nextInt(coming.size())));
        }
    }

    private void bring(Page page) {
        if (page.place == Page.Place.COMING) {
            page.partsMissing = 1;
            assertThat(page.come(disk.get(page), QueuedMessage.Storage.TRANSIENT))
                    .isTrue();
            ready.arrived(page);
        }
    }

    @Test
    void doesNotWaitForAPageInWhichAllHasExpired() {
        for (int i = 0; i < 7_000; i++) {
            long expiry = i >= 4_000 && i < 5_000 ? 1 : StoredMessage.NEVER;
            addLast(i, expiry);
        }
        expire(1);
        sendAllAway();
        assertThat(place(ready.poll())).isEqualTo(model.pollFirstEntry().getKey());

        assertThat(ready.takeWanted(1))
                .isNotEmpty()
                .allMatch(page -> page.count > 0)
                .allSatisfy(this::bring);
        drain();
        assertThat(model).isEmpty();
    }

    @Test
    void aPageThatWasFullTakesNoMore_thoughSomeOfItExpiredOnItsWay() {
        for (int i = 0; i < 5_000; i++) {
            addLast(i, i == 4_500 ? 1 : StoredMessage.NEVER);
        }
        Page leaving = ready.pollLeaving();
        disk.put(leaving, leaving.unstored());
        leaving.place = Page.Place.LEAVING;
        expire(1);
        addLast(5_000, StoredMessage.NEVER);
        ready.left(leaving);

        assertThat(leaving.count).isEqualTo(999);
        drain();
        assertThat(model).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, PRIORITY_MAX})
    void aPageThatCameBackStays_thoughMemoryIsShort(int priorities) {
        ready = ReadyMessages.of(priorities, false);
        var random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            addLast(i, message(random), StoredMessage.NEVER);
        }
        sendAllAway();
        int rounds = 0;
        while (!ready.isEmpty()) {
            for (int i = random.nextInt(700); i >= 0 && ready.hasNext(); i--) {
                assertThat(place(ready.poll())).isEqualTo(model.pollFirstEntry().getKey());
            }
            ready.takeWanted(0).forEach(this::bring);
            sendAllAway();
            assertThat(ready.takeWanted(0)).as("round %d", ++rounds).isEmpty();
        }
        assertThat(model).isEmpty();
    }

    @Test
    void fewLargeMessagesStayInMemory() {
        for (int i = 0; i < 100; i++) {
            addLast(i, Message.of("", "q", BasicProperties.NONE, new byte[300 << 10]), StoredMessage.NEVER);
        }
        sendAllAway();
        int here = 0;
        for (; ready.hasNext(); here++) {
            ready.poll();
        }
        assertThat(here).isBetween(1, 5);
    }

    private void sendAllAway() {
        for (Page page = ready.pollLeaving(); page != null; page = ready.pollLeaving()) {
            disk.put(page, page.unstored());
            ready.left(page);
        }
    }

    private void addLast(long offset, long expiry) {
        addLast(offset, Messages.passing("m"), expiry);
    }

    private void addLast(long offset, Message message, long expiry) {
        var queued = new QueuedMessage(offset, message, expiry);
        ready.add(queued);
        model.put(place(queued), expiry);
    }

    private void clear() {
        var cleared = new ArrayList<Long>();
        ready.clear(
                message -> cleared.add(message.offset),
                page -> page.offsets().iterator().forEachRemaining((long offset) -> cleared.add(offset)));
        assertThat(cleared)
                .containsExactlyInAnyOrderElementsOf(
                        model.keySet().stream().map(place -> place % OFFSETS).toList());
        model.clear();
    }

    private void drain() {
        while (!ready.isEmpty()) {
            while (ready.hasNext()) {
                assertThat(place(ready.poll())).isEqualTo(model.pollFirstEntry().getKey());
            }
            coming.addAll(ready.takeWanted(0));
            coming.forEach(this::bring);
            coming.clear();
        }
    }
}
