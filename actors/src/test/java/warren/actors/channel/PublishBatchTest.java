package warren.actors.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;
import warren.actors.Messages;
import warren.actors.exchange.Destination;
import warren.actors.exchange.QueueRef;
import warren.actors.queue.QueueProtocol;
import warren.routing.message.Message;

class PublishBatchTest {
    private static final Message A = Messages.passing("a");
    private static final Message B = Messages.passing("b");

    private final PublishBatch batch = new PublishBatch(7, 100, null);
    private final QueueRef first = queue("first");
    private final QueueRef second = queue("second");

    @Test
    void knowsWhatIsMandatory() {
        batch.add(A, true);
        batch.add(B, false);

        assertThat(batch.isMandatory(0)).isTrue();
        assertThat(batch.isMandatory(1)).isFalse();
    }

    @Test
    void goesAsAWholeWhereAllOfItGoes() {
        batch.add(A, false);
        batch.add(B, false);
        List<Destination> both = List.of(first, second);

        assertThat(batch.byQueue(List.of(both, both), queue -> queue))
                .containsExactly(entry(first, List.of(A, B)), entry(second, List.of(A, B)));
    }

    @Test
    void goesToEachQueueInPublishOrder() {
        batch.add(A, false);
        batch.add(B, false);

        assertThat(batch.byQueue(List.of(List.of(second), List.of(first, second)), queue -> queue))
                .containsExactly(entry(second, List.of(A, B)), entry(first, List.of(B)));
    }

    @Test
    void isTakenOnceItWentOut_andEveryQueueAnswered() {
        batch.add(A, false);
        assertThat(batch.isTaken()).isFalse();
        batch.sentTo(first.actor(), List.of(A));
        batch.sentTo(second.actor(), List.of(A));
        batch.markDispatched();
        assertThat(batch.isTaken()).isFalse();

        assertThat(batch.answeredBy(first.actor())).containsExactly(A);
        assertThat(batch.answeredBy(first.actor())).isEmpty();
        assertThat(batch.isTaken()).isFalse();
        assertThat(batch.answeredBy(second.actor())).containsExactly(A);

        assertThat(batch.isTaken()).isTrue();
    }

    @Test
    void knowsWhichOfItsMessagesAreRejected() {
        batch.add(A, false);
        batch.add(B, false);
        batch.reject(B);
        assertThat(batch.rejected.stream()).containsExactly(1);

        batch.rejectAll();

        assertThat(batch.rejected.stream()).containsExactly(0, 1);
        assertThat(batch.requireRoutes()).hasSize(2).allMatch(Collection::isEmpty);
    }

    @Test
    void isTakenWhenItGoesNowhere() {
        batch.add(A, false);
        batch.markDispatched();

        assertThat(batch.isTaken()).isTrue();
    }

    private static QueueRef queue(String name) {
        return new QueueRef(
                name,
                1,
                1,
                false,
                Optional.empty(),
                TestInbox.<QueueProtocol.Command>create(name).getRef());
    }
}
