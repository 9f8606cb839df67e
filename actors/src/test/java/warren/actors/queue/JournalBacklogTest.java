package warren.actors.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.OptionalLong;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import warren.actors.Messages;
import warren.persistence.event.StoredMessage;

/** What the journal hears of messages that have come back. */
class JournalBacklogTest {
    private static final ActorTestKit KIT = ActorTestKit.create();

    private final JournalBacklog backlog = new JournalBacklog();
    private final PublishTicket ticket =
            new PublishTicket(1, KIT.<QueueProtocol.Reply>createTestProbe().getRef());

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    private QueuedMessage enqueue(long offset) {
        var message = new QueuedMessage(offset, Messages.persistent("m"), StoredMessage.NEVER);
        backlog.enqueue(message, ticket);
        return message;
    }

    private void write() {
        backlog.startWrite();
        backlog.written(safe -> {}, stored -> {});
    }

    @Test
    void tellsHowOftenAMessageHasComeBack_once() {
        QueuedMessage message = enqueue(0);
        write();
        backlog.cameBack(message, 1, OptionalLong.empty());
        backlog.cameBack(message, 2, OptionalLong.empty());
        assertThat(backlog.hasMarks()).isTrue();
        assertThat(backlog.startWrite().returns()).isEqualTo(Map.of(0L, 2));
        assertThat(backlog.hasMarks()).isFalse();
        backlog.written(safe -> {}, stored -> {});
        assertThat(backlog.startWrite().returns()).isEmpty();
    }

    @Test
    void saysNothingOfAMessageBeforeItIsWritten_andNothingWhenItNeverIs() {
        backlog.beginShare(java.util.Optional.empty());
        QueuedMessage first = enqueue(0);
        backlog.endShare();
        QueuedMessage second = enqueue(1);
        QueuedMessage third = enqueue(2);
        backlog.cameBack(first, 1, OptionalLong.empty());
        backlog.cameBack(second, 1, OptionalLong.empty());
        backlog.cameBack(third, 1, OptionalLong.empty());
        assertThat(backlog.startWrite().returns()).isEqualTo(Map.of(0L, 1));
        backlog.written(safe -> {}, stored -> {});
        backlog.settle(second, safe -> {});
        assertThat(backlog.startWrite().returns()).isEqualTo(Map.of(2L, 1));
    }

    @Test
    void saysNothingOfAMessageThatIsDoneWith() {
        QueuedMessage message = enqueue(0);
        write();
        backlog.cameBack(message, 1, OptionalLong.empty());
        backlog.settle(message, safe -> {});
        assertThat(backlog.hasMarks()).isFalse();
        assertThat(backlog.startWrite().returns()).isEmpty();
    }
}
