package warren.actors.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import warren.actors.exchange.Destination;
import warren.actors.exchange.ExchangeActor;
import warren.actors.exchange.ExchangeRef;
import warren.actors.exchange.QueueRef;
import warren.actors.queue.QueueProtocol;
import warren.routing.message.Message;

class FeedActorTest {
    private final ActorTestKit kit = ActorTestKit.create();
    private final TestProbe<ExchangeActor.Command> exchange = kit.createTestProbe();
    private final TestProbe<QueueProtocol.Command> queue = kit.createTestProbe();
    private final Feed feed = new Feed("own");
    private ActorRef<FeedActor.Command> actor;

    @BeforeEach
    void start() {
        var ref = new ExchangeRef("own", "topic", true, exchange.getRef());
        actor = kit.spawn(FeedActor.create(feed, () -> ref));
        exchange.awaitAssert(() -> {
            assertThat(feed.isOpen()).isTrue();
            return feed;
        });
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    private static Message message(String key) {
        return new Message("own", key, new byte[2], new byte[0]);
    }

    private static List<String> keys(List<Message> messages) {
        return messages.stream().map(Message::routingKey).toList();
    }

    /** The exchange leads all to the queue. */
    private List<String> route(ActorRef<QueueProtocol.Command> to) {
        var route = exchange.expectMessageClass(ExchangeActor.Route.class);
        Destination destination = new QueueRef("q", 1, 1, true, Optional.empty(), to);
        route.replyTo()
                .tell(new ExchangeActor.Routed(
                        route.batchId(),
                        Collections.nCopies(route.messages().size(), List.of(destination)),
                        exchange.getRef()));
        return keys(route.messages());
    }

    private void take(QueueProtocol.Enqueue batch) {
        batch.publisher().tell(new QueueProtocol.Enqueued(batch.batchId(), List.of(), queue.getRef()));
    }

    @Test
    void theNextBatchGathers_untilTheQueueHasTakenTheLast() {
        feed.publish(message("a"));
        assertThat(route(queue.getRef())).containsExactly("a");
        feed.publish(message("b"));
        feed.publish(message("c"));
        var first = queue.expectMessageClass(QueueProtocol.Enqueue.class);
        assertThat(keys(first.messages())).containsExactly("a");
        exchange.expectNoMessage();

        take(first);

        assertThat(route(queue.getRef())).containsExactly("b", "c");
        assertThat(keys(queue.expectMessageClass(QueueProtocol.Enqueue.class).messages()))
                .containsExactly("b", "c");
    }

    @Test
    void goesOnWhenAQueueIsGone() {
        TestProbe<QueueProtocol.Command> mortal = kit.createTestProbe();
        feed.publish(message("a"));
        route(mortal.getRef());
        mortal.expectMessageClass(QueueProtocol.Enqueue.class);
        feed.publish(message("b"));

        mortal.stop();

        assertThat(route(queue.getRef())).containsExactly("b");
    }

    @Test
    void takesSoManyAndNoMore_whileAQueueDoesNotTakeThem() {
        for (int i = 0; i < Feed.MESSAGES_MAX + 5; i++) {
            feed.publish(message("k" + i));
        }
        int sent = 0;
        while (sent < Feed.MESSAGES_MAX) {
            sent += route(queue.getRef()).size();
            take(queue.expectMessageClass(QueueProtocol.Enqueue.class));
        }
        assertThat(sent).isEqualTo(Feed.MESSAGES_MAX);
        exchange.expectNoMessage();

        feed.publish(message("later"));

        assertThat(route(queue.getRef())).containsExactly("later");
    }

    @Test
    void isClosedWhenItsActorEnds() {
        kit.stop(actor);

        assertThat(feed.isOpen()).isFalse();
        feed.publish(message("a"));
        exchange.expectNoMessage();
    }
}
