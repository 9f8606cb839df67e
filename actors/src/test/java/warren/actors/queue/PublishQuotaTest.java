package warren.actors.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;
import warren.actors.queue.QueueProtocol.Enqueue;
import warren.actors.queue.QueueProtocol.Reply;
import warren.actors.queue.QueueProtocol.TooFast;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;
import warren.routing.message.IntType;
import warren.routing.message.Message;

class PublishQuotaTest {
    private final TestInbox<Reply> publisher = TestInbox.create();
    private final PublishQuota quota = new PublishQuota();

    private void publish(int messages, int bodyBytes) {
        var message = new Message("", "q", new byte[0], new byte[bodyBytes]);
        quota.published(new Enqueue(1, Collections.nCopies(messages, message), publisher.getRef()));
    }

    private void follow(String argument, long rate) {
        quota.follow(FieldTable.of(argument, new FieldValue.Int(IntType.INT64, rate)), System.nanoTime());
    }

    @Test
    void saysNothingWithoutAQuota_orBelowIt() {
        publish(1_000_000, 1);
        follow("x-max-publish-rate", 1000);
        publish(10, 1);

        assertThat(publisher.hasMessages()).isFalse();
    }

    @Test
    void tellsAPublisherWhoIsTooFastForHowLong() {
        follow("x-max-publish-rate", 1);
        publish(3600, 1);

        assertThat(publisher.receiveMessage())
                .isInstanceOfSatisfying(
                        TooFast.class, pause -> assertThat(pause.nanos()).isGreaterThan(3_000_000_000_000L));
    }

    @Test
    void countsBytesToo() {
        follow("x-max-publish-bytes-rate", 10);
        publish(1, 36_000);

        assertThat(publisher.receiveMessage())
                .isInstanceOfSatisfying(
                        TooFast.class, pause -> assertThat(pause.nanos()).isGreaterThan(3_000_000_000_000L));
    }
}
