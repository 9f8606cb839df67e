package warren.actors.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import warren.actors.Messages;
import warren.actors.queue.Inspection.Place;
import warren.persistence.event.OffsetRanges;
import warren.persistence.event.StoredMessage;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;

/** Messages that are being moved are kept from consumers, and keep their places; a look goes over all of them in order. */
class ReservationsTest {
    private final ActorRef<?> mover = TestInbox.create().getRef();
    private final ActorRef<?> other = TestInbox.create().getRef();

    private static QueueState state(int priorities) {
        FieldTable arguments =
                priorities == 0 ? FieldTable.EMPTY : FieldTable.of("x-max-priority", FieldValue.of((long) priorities));
        return new QueueState(
                arguments,
                new MessageMemory(Long.MAX_VALUE),
                new HeldMessages(() -> 0, StoredMessage.NEVER, StoredMessage.NEVER));
    }

    private static void fill(QueueState state, int count) {
        for (int i = 0; i < count; i++) {
            state.add(Messages.passing("m" + i), 0);
        }
    }

    private static List<Long> rest(QueueState state) {
        List<Long> offsets = new ArrayList<>();
        for (QueuedMessage next = state.poll(); next != null; next = state.poll()) {
            offsets.add(next.offset);
        }
        return offsets;
    }

    @Test
    void passOverWhatIsBeingMoved_whichComesBackToItsPlace() {
        QueueState state = state(0);
        fill(state, 5);
        assertThat(state.reservations.add(0, mover)).isTrue();
        assertThat(state.reservations.add(1, mover)).isTrue();
        assertThat(state.reservations.add(1, other)).isFalse();
        assertThat(Objects.requireNonNull(state.poll()).offset).isEqualTo(2);
        assertThat(state.waiting()).isEqualTo(4);

        QueuedMessage passed = state.reservations.end(1);
        assertThat(passed).isNotNull();
        state.ready.putBack(Objects.requireNonNull(passed));
        assertThat(rest(state)).containsExactly(1L, 3L, 4L);
        assertThat(state.reservations.of(mover)).containsExactly(0L);
        assertThat(state.waiting()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void aLookGoesOnBehindAnyPlace(int priorities) {
        QueueState state = state(priorities);
        fill(state, 10_000);
        List<QueuedMessage> taken = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            taken.add(Objects.requireNonNull(state.ready.poll()));
        }
        // some come back, and stand first again
        taken.stream().filter(message -> message.offset % 2 == 0).forEach(state.ready::putBack);
        List<Long> seen = new ArrayList<>();
        Place[] place = {Place.START};
        for (boolean isEnd = false; !isEnd; ) {
            int[] left = {777};
            isEnd = state.ready.look(place[0], new ReadyMessages.Onlooker() {
                @Override
                public boolean sees(QueuedMessage message) {
                    if (left[0]-- == 0) {
                        return false;
                    }
                    seen.add(message.offset);
                    place[0] = new Place(message.level, message.offset);
                    return true;
                }

                @Override
                public boolean seesAway(Page page) {
                    throw new AssertionError("all is in memory");
                }
            });
        }
        assertThat(state.ready.size()).isEqualTo(9_995);
        assertThat(seen).hasSize(9_995).isSorted();
        assertThat(rest(state)).isEqualTo(seen);
    }

    @Test
    void oneMessageOfAPageOnDiskLeaves() {
        var page = new Page();
        List<QueuedMessage> messages = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            var message = new QueuedMessage(10 + i, Messages.passing("m"), StoredMessage.NEVER);
            messages.add(message);
            page.add(message);
        }
        page.goAway();
        page.removeAway(messages.get(2));
        assertThat(page.offsets()).isEqualTo(OffsetRanges.of(10, 11, 13, 14));
        assertThat(page.count).isEqualTo(4);
        assertThat(page.bodyBytes).isEqualTo(4L * messages.get(0).bodyBytes);

        page.place = Page.Place.COMING;
        page.partsMissing = 1;
        page.come(
                messages.stream()
                        .map(each -> new StoredMessage(each.offset, each.message, StoredMessage.NEVER))
                        .toList(),
                QueuedMessage.Storage.TRANSIENT);
        page.arrive();
        assertThat(page.messages()).extracting(each -> each.offset).containsExactly(10L, 11L, 13L, 14L);
    }
}
