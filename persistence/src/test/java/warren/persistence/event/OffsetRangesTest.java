package warren.persistence.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class OffsetRangesTest {
    private static final int SEEDS = 500;
    private static final int OFFSETS = 60;

    @Test
    void joinsNeighbours_whateverTheirOrder() {
        OffsetRanges ranges = OffsetRanges.of(7, 3, 5, 4, 9, 4);

        assertThat(ranges.rangeCount()).isEqualTo(3);
        assertThat(ranges).hasToString("{3-5,7,9}").isEqualTo(OffsetRanges.of(3, 4, 5, 7, 9));
        assertThat(ranges.from(0)).isEqualTo(3);
        assertThat(ranges.to(0)).isEqualTo(5);
    }

    @Test
    void isEmptyAtFirst() {
        var builder = new OffsetRanges.Builder();

        assertThat(builder.isEmpty()).isTrue();
        assertThat(builder.build().isEmpty()).isTrue();
        assertThat(builder.build().size()).isZero();
        assertThat(builder.build().contains(0)).isFalse();
    }

    @Test
    void refusesWhatIsNoRange() {
        var builder = new OffsetRanges.Builder();

        assertThatThrownBy(() -> builder.add(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.addRange(2, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> OffsetRanges.of(5).get(1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void isWhatASetOfNumbersWouldBe() {
        for (int seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);
            var model = new TreeSet<Long>();
            var builder = new OffsetRanges.Builder();
            boolean ascending = random.nextBoolean();
            long next = 0;
            for (int i = random.nextInt(OFFSETS); i > 0; i--) {
                next = ascending ? next + random.nextInt(3) : random.nextInt(OFFSETS);
                builder.add(next);
                model.add(next);
                if (random.nextInt(20) == 0) {
                    compare(builder.build(), model, "seed " + seed);
                }
            }
            compare(builder.build(), model, "seed " + seed);
        }
    }

    private static void compare(OffsetRanges ranges, TreeSet<Long> model, String where) {
        List<Long> sorted = List.copyOf(model);
        var walked = new ArrayList<Long>();
        ranges.iterator().forEachRemaining((long offset) -> walked.add(offset));
        assertThat(walked).as(where).isEqualTo(sorted);
        assertThat(ranges.size()).as(where).isEqualTo(model.size());
        assertThat(ranges.isEmpty()).as(where).isEqualTo(model.isEmpty());
        var visited = new ArrayList<Long>();
        ranges.forEachRange((from, to) -> {
            assertThat(model).as(where).doesNotContain(from - 1, to + 1);
            for (long offset = from; offset <= to; offset++) {
                visited.add(offset);
            }
        });
        assertThat(visited).as(where).isEqualTo(sorted);
        for (int rank = 0; rank < sorted.size(); rank++) {
            assertThat(ranges.get(rank)).as(where).isEqualTo(sorted.get(rank));
        }
        for (long offset = 0; offset <= 2 * OFFSETS + 1; offset++) {
            assertThat(ranges.contains(offset))
                    .as("%s, offset %s", where, offset)
                    .isEqualTo(model.contains(offset));
            assertThat(ranges.rank(offset))
                    .as("%s, offset %s", where, offset)
                    .isEqualTo(model.headSet(offset).size());
        }
        var again = new OffsetRanges.Builder();
        sorted.forEach(again::add);
        assertThat(ranges).as(where).isEqualTo(again.build()).hasSameHashCodeAs(again.build());
    }
}
