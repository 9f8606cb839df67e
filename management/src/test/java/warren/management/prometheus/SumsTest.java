package warren.management.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SumsTest {
    private record Thing(String name, double count) {}

    private final Sums<Thing> sums = new Sums<>(
            List.of(Metric.counter("counter", "", Thing::count), Metric.gauge("gauge", "", Thing::count)), Thing::name);

    private double gather(Thing... present) {
        sums.begin();
        return end(present);
    }

    private double end(Thing... present) {
        return sums.end(List.of(present)).getOrDefault("counter", -1.0);
    }

    @Test
    void countsWhatIsThereAndWhatWas() {
        sums.ended(new Thing("a", 3));

        assertThat(gather(new Thing("b", 4))).isEqualTo(7);
    }

    @Test
    void countsOnceWhatEndsWhileItsPictureIsOnTheWay() {
        sums.begin();
        sums.ended(new Thing("a", 5));

        assertThat(end(new Thing("a", 4))).isEqualTo(5);
        assertThat(gather()).isEqualTo(5);
    }

    @Test
    void doesNotFall_whenAnEndIsHeardOfLate() {
        assertThat(gather(new Thing("a", 5))).isEqualTo(5);
        assertThat(gather()).isEqualTo(5);
        sums.ended(new Thing("a", 6));

        assertThat(gather()).isEqualTo(6);
    }

    @Test
    void aNewObjectOfTheSameNameCountsAnew() {
        sums.ended(new Thing("a", 5));

        assertThat(gather(new Thing("a", 1))).isEqualTo(6);
    }

    @Test
    void gaugesAreNotSummed() {
        sums.begin();

        assertThat(sums.end(List.of(new Thing("a", 1)))).containsOnlyKeys("counter");
    }
}
