package warren.actors.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import warren.actors.Messages;
import warren.persistence.event.StoredMessage;

class ReadyMessagesTest {
    private final ReadyMessages ready = new ReadyInOrder();

    @Test
    void comeOutAsTheyWentIn() {
        add(0, 1, 2);

        assertThat(pollAll()).containsExactly(0L, 1L, 2L);
        assertThat(ready.poll()).isNull();
    }

    @Test
    void standAgainAtTheirPlaceWhenTheyComeBack() {
        add(0, 1, 2, 3);
        var first = ready.poll();
        var second = ready.poll();
        var third = ready.poll();
        ready.putBack(second);
        ready.putBack(third);

        assertThat(ready.size()).isEqualTo(3);
        assertThat(ready.poll()).isSameAs(second);
        ready.putBack(first);
        assertThat(pollAll()).containsExactly(0L, 2L, 3L);
    }

    @Test
    void comeBackBeforeThoseThatCameMeanwhile() {
        add(0);
        var held = ready.poll();
        add(1, 2);
        ready.putBack(held);

        assertThat(pollAll()).containsExactly(0L, 1L, 2L);
    }

    @Test
    void countTheBytesOfTheirBodies() {
        ready.add(new QueuedMessage(0, Messages.passing("three"), StoredMessage.NEVER));
        ready.add(new QueuedMessage(1, Messages.passing("four"), StoredMessage.NEVER));
        assertThat(ready.bodyBytes()).isEqualTo(9);

        var first = ready.poll();
        assertThat(ready.bodyBytes()).isEqualTo(4);

        ready.putBack(first);
        assertThat(ready.bodyBytes()).isEqualTo(9);
    }

    @Test
    void areAllTakenOutByClear_thoseThatCameBackFirst() {
        add(0, 1, 2);
        var first = ready.poll();
        ready.putBack(first);

        var cleared = new ArrayList<Long>();
        ready.clear(message -> cleared.add(message.offset), page -> fail("nothing is on disk"));
        assertThat(cleared).containsExactly(0L, 1L, 2L);
        assertThat(ready.isEmpty()).isTrue();
        assertThat(ready.size()).isZero();
        assertThat(ready.bodyBytes()).isZero();
    }

    @Test
    void passOverThoseThatExpired_andGiveTheirPlacesBack() {
        for (int i = 0; i < 10_000; i++) {
            ready.add(new QueuedMessage(i, Messages.passing("m"), i % 10 == 0 ? StoredMessage.NEVER : i));
        }
        int dead = 0;
        while (ready.pollExpired(9_000) != null) {
            dead++;
        }

        assertThat(dead).isEqualTo(8_100);
        assertThat(ready.size()).isEqualTo(1_900);
        assertThat(ready.bodyBytes()).isEqualTo(1_900);
        assertThat(pollAll()).hasSize(1_900).startsWith(0L, 10L, 20L).endsWith(9_998L, 9_999L);
        assertThat(ready.isEmpty()).isTrue();
    }

    @Test
    void agreeWithANaiveModelOfExpiry() {
        var random = new Random(7);
        var model = new TreeMap<Long, QueuedMessage>();
        var held = new ArrayList<QueuedMessage>();
        long offset = 0;
        for (int step = 0; step < 200_000; step++) {
            switch (random.nextInt(5)) {
                case 0, 1 -> {
                    long expiry = random.nextInt(3) == 0 ? StoredMessage.NEVER : step + random.nextInt(20_000);
                    var message = new QueuedMessage(offset++, Messages.passing("m"), expiry);
                    ready.add(message);
                    model.put(message.offset, message);
                }
                case 2 -> {
                    var next = ready.poll();
                    var expected = model.pollFirstEntry();
                    assertThat(next).isSameAs(expected == null ? null : expected.getValue());
                    if (next != null) {
                        held.add(next);
                    }
                }
                case 3 -> {
                    if (!held.isEmpty()) {
                        var back = held.remove(random.nextInt(held.size()));
                        if (random.nextBoolean()) {
                            ready.putBack(back);
                            model.put(back.offset, back);
                        }
                    }
                }
                default -> {
                    var dead = ready.pollExpired(step);
                    if (dead != null) {
                        assertThat(dead.expiresAtMillis).isLessThanOrEqualTo(step);
                        assertThat(model.remove(dead.offset)).isSameAs(dead);
                    }
                }
            }
            assertThat(ready.size()).isEqualTo(model.size());
        }
        while (ready.pollExpired(100_000) != null) {}
        model.values().removeIf(message -> message.expiresAtMillis <= 100_000);
        assertThat(pollAll()).containsExactlyElementsOf(model.keySet());
    }

    private void add(long... offsets) {
        for (long offset : offsets) {
            ready.add(new QueuedMessage(offset, Messages.passing("m"), StoredMessage.NEVER));
        }
    }

    private List<Long> pollAll() {
        var offsets = new ArrayList<Long>();
        for (QueuedMessage next = ready.poll(); next != null; next = ready.poll()) {
            offsets.add(next.offset);
        }
        return offsets;
    }
}
