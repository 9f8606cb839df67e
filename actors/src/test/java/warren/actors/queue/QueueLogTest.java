package warren.actors.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import warren.actors.Messages;
import warren.actors.StoreConfig;
import warren.persistence.event.OffsetRanges;
import warren.persistence.event.QueueChanged;
import warren.persistence.event.StoredMessage;

class QueueLogTest {
    @TempDir
    Path directory;

    private ActorTestKit kit;

    @BeforeEach
    void start() {
        kit = ActorTestKit.create(StoreConfig.in(directory));
    }

    @AfterEach
    void shutDown() {
        kit.shutdownTestKit();
    }

    @Test
    void doesNotWriteWhatItWasToldBeforeItsLastStart() {
        TestProbe<QueueLog.Reply> queue = kit.createTestProbe(QueueLog.Reply.class);
        ActorRef<QueueLog.Command> log = kit.spawn(QueueLog.create("q", queue.getRef()));
        long start = queue.expectMessageClass(QueueLog.Recovered.class).start();

        log.tell(new QueueLog.Write(start - 1, 1, messages("a")));
        log.tell(new QueueLog.Write(start, 2, messages("a", "b")));

        queue.expectMessage(new QueueLog.Written(2));
        kit.stop(log);
        kit.spawn(QueueLog.create("q", queue.getRef()));
        assertThat(queue.expectMessageClass(QueueLog.Recovered.class).nextOffset())
                .isEqualTo(2);
    }

    private static QueueChanged messages(String... texts) {
        List<StoredMessage> messages = IntStream.range(0, texts.length)
                .mapToObj(i -> new StoredMessage(i, Messages.persistent(texts[i]), StoredMessage.NEVER))
                .toList();
        return new QueueChanged(messages, OffsetRanges.EMPTY);
    }
}
