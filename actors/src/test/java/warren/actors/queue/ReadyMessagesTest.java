package warren.actors.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import warren.actors.Messages;

class ReadyMessagesTest {
    private final ReadyMessages ready = new ReadyMessages();

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
        ready.add(new QueuedMessage(0, Messages.passing("three")));
        ready.add(new QueuedMessage(1, Messages.passing("four")));
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

        assertThat(ready.clear()).extracting(message -> message.offset).containsExactly(0L, 1L, 2L);
        assertThat(ready.isEmpty()).isTrue();
        assertThat(ready.size()).isZero();
        assertThat(ready.bodyBytes()).isZero();
    }

    private void add(long... offsets) {
        for (long offset : offsets) {
            ready.add(new QueuedMessage(offset, Messages.passing("m")));
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
