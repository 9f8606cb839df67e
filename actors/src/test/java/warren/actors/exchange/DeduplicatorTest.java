package warren.actors.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import warren.actors.exchange.ExchangeActor.Binding;
import warren.actors.exchange.ExchangeActor.Deduplicate;
import warren.actors.exchange.ExchangeActor.Outcome;
import warren.actors.exchange.ExchangeActor.Route;
import warren.actors.exchange.ExchangeActor.Routed;
import warren.actors.queue.QueueProtocol;
import warren.routing.ExchangeType;
import warren.routing.message.BasicProperties;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;
import warren.routing.message.Message;

/** An exchange that deduplicates between probes: publishers, a queue, and the hidden queue of seen keys. */
class DeduplicatorTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final FieldTable ARGUMENTS = FieldTable.of("x-cache-size", FieldValue.of(2));

    private final TestProbe<QueueProtocol.Command> queue = KIT.createTestProbe();
    private final TestProbe<QueueProtocol.Command> store = KIT.createTestProbe();
    private final TestProbe<Routed> publisher = KIT.createTestProbe();
    private ActorRef<ExchangeActor.Command> exchange =
            KIT.<ExchangeActor.Command>createTestProbe().getRef();

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @BeforeEach
    void start() {
        exchange = KIT.spawn(ExchangeActor.create(
                ExchangeType.DEDUPLICATION.newTable(ARGUMENTS, Destination::label),
                List.of(new Binding(ref("q", queue), "", FieldTable.EMPTY))));
    }

    private static QueueRef ref(String name, TestProbe<QueueProtocol.Command> probe) {
        return new QueueRef(name, 1, 1, true, Optional.empty(), probe.getRef());
    }

    private static Message message(String key) {
        return with(Map.of("x-deduplication-header", FieldValue.of(key)));
    }

    private static Message with(Map<String, FieldValue> headers) {
        return Message.of(
                "x",
                "",
                BasicProperties.NONE.toBuilder()
                        .headers(new FieldTable(headers))
                        .build(),
                new byte[0]);
    }

    private void route(TestProbe<Routed> from, long batch, String key) {
        exchange.tell(new Route(batch, List.of(message(key)), from.getRef()));
    }

    private boolean isRouted(TestProbe<Routed> from, long batch, String key) {
        route(from, batch, key);
        return answer(from);
    }

    private static boolean answer(TestProbe<Routed> from) {
        return !from.expectMessageClass(Routed.class).destinations().get(0).isEmpty();
    }

    @Test
    void aKeyIsForgottenWhenItsMessageIsRefused_andKeptWhenItIsTaken() {
        exchange.tell(new Deduplicate(ARGUMENTS, Optional.empty()));
        assertThat(isRouted(publisher, 1, "a")).isTrue();
        assertThat(isRouted(publisher, 2, "a")).isFalse();
        exchange.tell(new Outcome(1, List.of(message("a")), publisher.getRef()));
        assertThat(isRouted(publisher, 3, "a")).isTrue();
        exchange.tell(new Outcome(3, List.of(), publisher.getRef()));
        exchange.tell(new Outcome(3, List.of(message("a")), publisher.getRef()));
        assertThat(isRouted(publisher, 4, "a")).isFalse();
    }

    @Test
    void aKeyIsForgottenWhenItsPublisherDies_beforeQueuesHaveTheMessage() {
        exchange.tell(new Deduplicate(ARGUMENTS, Optional.empty()));
        TestProbe<Routed> other = KIT.createTestProbe();
        assertThat(isRouted(other, 1, "a")).isTrue();
        assertThat(isRouted(other, 2, "b")).isTrue();
        exchange.tell(new Outcome(2, List.of(), other.getRef()));
        other.stop();
        publisher.awaitAssert(() -> {
            assertThat(isRouted(publisher, 3, "a")).isTrue();
            return null;
        });
        assertThat(isRouted(publisher, 4, "b")).isFalse();
    }

    @Test
    void aWindowOnDiskIsReadBeforeAnythingIsRouted_andWrittenAfterTheMessages() {
        exchange.tell(new Deduplicate(ARGUMENTS, Optional.of(ref("amq.seen.x", store))));
        ActorRef<QueueProtocol.Reply> replies =
                store.expectMessageClass(QueueProtocol.Subscribe.class).channel();
        route(publisher, 1, "a");
        publisher.expectNoMessage();
        replies.tell(new QueueProtocol.Subscribed("window", store.getRef()));
        store.expectMessageClass(QueueProtocol.Count.class);
        replies.tell(new QueueProtocol.Deliver(List.of(delivery(7, "sa", true)), store.getRef()));
        store.expectMessage(new QueueProtocol.Sent(1, 0, replies));
        store.expectMessageClass(QueueProtocol.Count.class);
        replies.tell(new QueueProtocol.Counted(0, 1));
        assertThat(answer(publisher)).isFalse();

        assertThat(isRouted(publisher, 2, "b")).isTrue();
        store.expectNoMessage();
        exchange.tell(new Outcome(2, List.of(), publisher.getRef()));
        assertThat(store.expectMessageClass(QueueProtocol.Enqueue.class).messages())
                .hasSize(1);
        replies.tell(new QueueProtocol.Deliver(List.of(delivery(8, "sb", false)), store.getRef()));
        store.expectMessage(new QueueProtocol.Sent(1, 0, replies));
        assertThat(isRouted(publisher, 3, "c")).isTrue();
        QueueProtocol.Settle settled = store.expectMessageClass(QueueProtocol.Settle.class);
        assertThat(settled.offsets()).containsExactly(7);
    }

    @Test
    void withoutItsStoreItGoesOnInMemory() {
        exchange.tell(new Deduplicate(ARGUMENTS, Optional.of(ref("amq.seen.x", store))));
        route(publisher, 1, "a");
        store.stop();
        assertThat(answer(publisher)).isTrue();
        assertThat(isRouted(publisher, 2, "a")).isFalse();
    }

    private static QueueProtocol.Delivery delivery(long offset, String key, boolean redelivered) {
        Message kept = with(Map.of("key", FieldValue.of(key), "until", FieldValue.of(Long.MAX_VALUE)));
        return new QueueProtocol.Delivery("window", offset, kept, redelivered);
    }
}
