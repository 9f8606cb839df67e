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

/** A long queue whose pages leave for a disk, and come back from it, at random times: nobody who takes messages may notice. */
class ReadyMessagesPagingTest {
    private final ReadyMessages ready = new ReadyMessages();
    /** Offset and expiry of what waits. */
    private final TreeMap<Long, Long> model = new TreeMap<>();

    private final List<QueuedMessage> held = new ArrayList<>();
    private final Map<Page, List<StoredMessage>> disk = new HashMap<>();
    private final List<Page> leaving = new ArrayList<>();
    private final List<Page> coming = new ArrayList<>();
    private long nextOffset;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void agreesWithANaiveModel(long seed) {
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
            ready.add(new QueuedMessage(nextOffset, Messages.passing("m"), expiry));
            model.put(nextOffset, expiry);
            nextOffset++;
        }
    }

    private void take(Random random) {
        for (int i = random.nextInt(400); i >= 0 && ready.hasNext(); i--) {
            QueuedMessage next = ready.poll();
            assertThat(next.offset).isEqualTo(model.pollFirstEntry().getKey());
            if (random.nextInt(10) == 0) {
                held.add(next);
            }
        }
    }

    private void putBack(Random random) {
        while (!held.isEmpty() && random.nextInt(4) > 0) {
            QueuedMessage back = held.remove(random.nextInt(held.size()));
            ready.putBack(back);
            model.put(back.offset, back.expiresAtMillis);
        }
    }

    private void expire(int now) {
        for (QueuedMessage dead = ready.pollExpired(now); dead != null; dead = ready.pollExpired(now)) {
            assertThat(model.remove(dead.offset)).isLessThanOrEqualTo(now);
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
            ready.add(new QueuedMessage(i, Messages.passing("m"), expiry));
            model.put((long) i, expiry);
        }
        expire(1);
        for (Page page = ready.pollLeaving(); page != null; page = ready.pollLeaving()) {
            disk.put(page, page.unstored());
            ready.left(page);
        }
        assertThat(ready.poll().offset).isEqualTo(model.pollFirstEntry().getKey());

        assertThat(ready.takeWanted(1))
                .isNotEmpty()
                .allMatch(page -> page.count > 0)
                .allSatisfy(this::bring);
        drain();
        assertThat(model).isEmpty();
    }

    private void clear() {
        var cleared = new ArrayList<Long>();
        ready.clear(
                message -> cleared.add(message.offset),
                page -> page.offsets().iterator().forEachRemaining((long offset) -> cleared.add(offset)));
        assertThat(cleared).containsExactlyInAnyOrderElementsOf(model.keySet());
        model.clear();
    }

    private void drain() {
        while (!ready.isEmpty()) {
            while (ready.hasNext()) {
                assertThat(ready.poll().offset).isEqualTo(model.pollFirstEntry().getKey());
            }
            coming.addAll(ready.takeWanted(0));
            coming.forEach(this::bring);
            coming.clear();
        }
    }
}
