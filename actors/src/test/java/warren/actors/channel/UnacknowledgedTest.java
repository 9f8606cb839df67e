package warren.actors.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;
import warren.actors.channel.Unacknowledged.Outstanding;
import warren.actors.exchange.QueueRef;
import warren.actors.queue.QueueProtocol;

class UnacknowledgedTest {
    private static final int SEEDS = 100;
    private static final int STEPS = 400;
    private static final QueueUse QUEUE = new QueueUse(new QueueRef(
            "q",
            1,
            1,
            false,
            Optional.empty(),
            TestInbox.<QueueProtocol.Command>create().getRef()));

    private final Unacknowledged unacknowledged = new Unacknowledged();

    @Test
    void givesOneOut_once() {
        add(1, 3);

        assertThat(tags(unacknowledged.take(2, false))).containsExactly(2L);
        assertThat(unacknowledged.take(2, false)).isEmpty();
        assertThat(tags(unacknowledged.all())).containsExactly(1L, 3L);
        assertThat(unacknowledged.size()).isEqualTo(2);
    }

    @Test
    void givesOutAllUpToATag() {
        add(1, 5);
        unacknowledged.take(2, false);

        assertThat(tags(unacknowledged.take(4, true))).containsExactly(1L, 3L, 4L);
        assertThat(tags(unacknowledged.all())).containsExactly(5L);
    }

    @Test
    void givesOutAllForTagZero_onlyTogether() {
        add(1, 3);

        assertThat(unacknowledged.take(0, false)).isEmpty();
        assertThat(tags(unacknowledged.take(0, true))).containsExactly(1L, 2L, 3L);
        assertThat(unacknowledged.take(0, true)).isEmpty();
        assertThat(unacknowledged.size()).isZero();
    }

    @Test
    void givesNothingOutForATagThatIsNotThere() {
        add(1, 3);
        unacknowledged.take(2, false);

        assertThat(unacknowledged.take(4, false)).isEmpty();
        assertThat(unacknowledged.take(4, true)).isEmpty();
        assertThat(unacknowledged.take(2, true)).isEmpty();
        assertThat(unacknowledged.take(-1, true)).isEmpty();
        assertThat(unacknowledged.size()).isEqualTo(2);
    }

    @Test
    void takesDeliveriesBackToTheirPlaces() {
        add(1, 5);
        var taken = new ArrayList<>(unacknowledged.take(4, false));
        taken.addAll(unacknowledged.take(2, true));

        unacknowledged.restore(taken);
        add(6, 6);

        assertThat(tags(unacknowledged.all())).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    }

    @Test
    void behavesAsASortedMapWould() {
        for (int seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);
            var tested = new Unacknowledged();
            var model = new TreeMap<Long, Outstanding>();
            var aside = new ArrayList<Outstanding>();
            long lastTag = 0;
            for (int step = 0; step < STEPS; step++) {
                String where = "seed " + seed + ", step " + step;
                switch (random.nextInt(10)) {
                    case 0 -> {
                        long tag = random.nextInt((int) lastTag + 3);
                        List<Outstanding> expected = takeUpTo(model, tag);
                        assertThat(tested.take(tag, true)).as(where).isEqualTo(expected);
                        aside.addAll(random.nextBoolean() ? expected : List.of());
                    }
                    case 1 -> {
                        tested.restore(List.copyOf(aside));
                        aside.forEach(each -> model.put(each.deliveryTag(), each));
                        aside.clear();
                    }
                    case 2, 3, 4 -> {
                        long tag = model.isEmpty() ? 1 : model.firstKey() + random.nextInt(40);
                        Outstanding expected = model.remove(tag);
                        assertThat(tested.take(tag, false))
                                .as(where)
                                .isEqualTo(expected == null ? List.of() : List.of(expected));
                    }
                    default -> {
                        for (int i = random.nextInt(6); i > 0; i--) {
                            Outstanding added = outstanding(++lastTag);
                            tested.add(added);
                            model.put(lastTag, added);
                        }
                    }
                }
                assertThat(tested.size()).as(where).isEqualTo(model.size());
                assertThat(tested.all()).as(where).isEqualTo(List.copyOf(model.values()));
            }
        }
    }

    private static List<Outstanding> takeUpTo(TreeMap<Long, Outstanding> model, long tag) {
        if (tag != 0 && !model.containsKey(tag)) {
            return List.of();
        }
        var part = tag == 0 ? model : model.headMap(tag, true);
        List<Outstanding> taken = List.copyOf(part.values());
        part.clear();
        return taken;
    }

    private void add(long first, long last) {
        for (long tag = first; tag <= last; tag++) {
            unacknowledged.add(outstanding(tag));
        }
    }

    private static Outstanding outstanding(long tag) {
        return new Outstanding(tag, QUEUE, tag + 1000, false);
    }

    private static List<Long> tags(List<Outstanding> deliveries) {
        return deliveries.stream().map(Outstanding::deliveryTag).toList();
    }
}
