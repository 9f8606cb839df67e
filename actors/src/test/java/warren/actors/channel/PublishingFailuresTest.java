package warren.actors.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import warren.transport.method.BasicAck;
import warren.transport.method.BasicNack;
import warren.transport.method.BasicReturn;

/** Publishes that no queue gets, and actors that end before they answer. */
class PublishingFailuresTest {
    private final PublishingBench bench = new PublishingBench();
    private final PublishingBench.Exchange exchange = bench.new Exchange("x");
    private final PublishingBench.Queue queue = bench.new Queue("q");
    private final PublishingBench.Queue other = bench.new Queue("other");

    @Test
    void returnsWhatNoQueueGets_beforeItIsConfirmed() {
        confirming();
        bench.publishMandatory(exchange, "lost", "a");
        bench.publishMandatory(exchange, "kept", "b");
        bench.publish(exchange, "dropped", "c");
        bench.send();
        exchange.answer(exchange.receive(), List.of(List.of(), List.of(queue.ref), List.of()));

        assertThat(bench.sent).containsExactly(new BasicReturn(312, "NO_ROUTE", "x", "lost"));
        assertThat(queue.receive()).containsExactly("b");
        queue.takes(1);

        assertThat(bench.sent).endsWith(new BasicAck(3, true)).hasSize(2);
    }

    @Test
    void returnsInPublishOrder() {
        bench.publishMandatory(exchange, "1", "a");
        bench.publishMandatory(null, "2", "b");
        bench.send();
        bench.found();
        assertThat(bench.sent).isEmpty();

        exchange.routesAllTo(exchange.receive());

        assertThat(bench.sent)
                .containsExactly(new BasicReturn(312, "NO_ROUTE", "x", "1"), new BasicReturn(312, "NO_ROUTE", "", "2"));
    }

    @Test
    void refusesWhatAFailedExchangeDidNotAnswer_andConfirmsTheRest() {
        bench.know(queue);
        confirming();
        bench.publish(null, "q", "a");
        bench.publish(exchange, "k", "b");
        bench.publish(exchange, "k", "c");
        bench.publish(null, "q", "d");
        bench.send();
        queue.takes(queue.enqueue().batchId());

        bench.run(() -> assertThat(bench.publishing().onExchangeGone(exchange.ref, false))
                .isTrue());
        queue.takes(queue.enqueue().batchId());

        assertThat(bench.sent)
                .containsExactly(new BasicAck(1, false), new BasicNack(3, true, false), new BasicAck(4, false));
        assertThat(bench.publishing().isAllTaken()).isTrue();
    }

    @Test
    void confirmsBeforeItRefuses_whenBothAreDoneAtOnce() {
        bench.know(queue);
        confirming();
        bench.publish(null, "q", "a");
        bench.publish(exchange, "k", "b");
        bench.send();
        bench.run(() -> bench.publishing().onExchangeGone(exchange.ref, false));
        assertThat(bench.sent).isEmpty();

        queue.takes(queue.enqueue().batchId());

        assertThat(bench.sent).containsExactly(new BasicAck(1, false), new BasicNack(2, false, false));
    }

    @Test
    void aTransactionCannotBeCommittedWhenItsExchangeFails_butRolledBack() {
        transacting();
        bench.publish(exchange, "k", "a");
        bench.send();
        bench.run(() -> bench.publishing().onExchangeGone(exchange.ref, false));

        bench.run(() -> assertThatThrownBy(bench.publishing()::requireNothingRefused)
                .hasMessageContaining("an exchange refused a message of a transaction"));
        bench.run(bench.publishing()::dropHeld);

        bench.run(bench.publishing()::requireNothingRefused);
        assertThat(bench.publishing().isAllTaken()).isTrue();
        assertThat(bench.publishing().isCommittedInPart()).isFalse();
    }

    @Test
    void aTransactionOfWhichAQueueTakesAPartIsCommittedInPart() {
        transacting();
        bench.publish(exchange, "k", "a");
        bench.send();
        exchange.routesAllTo(exchange.receive(), queue.ref);
        bench.run(bench.publishing()::dispatchHeld);
        assertThat(bench.publishing().isCommittedInPart()).isFalse();

        bench.run(() -> bench.publishing().onQueueGone(queue.ref, null, true));

        assertThat(bench.publishing().isAllTaken()).isTrue();
        assertThat(bench.publishing().isCommittedInPart()).isTrue();
    }

    private void transacting() {
        bench.run(bench.publishing()::startHolding);
    }

    @Test
    void refusesNothingWhenAnExchangeGoesThatOwesNoAnswer() {
        confirming();
        bench.publish(exchange, "k", "a");
        bench.send();
        exchange.routesAllTo(exchange.receive(), queue.ref);

        bench.run(() -> assertThat(bench.publishing().onExchangeGone(exchange.ref, false))
                .isFalse());
        queue.takes(queue.enqueue().batchId());

        assertThat(bench.sent).containsExactly(new BasicAck(1, false));
    }

    @Test
    void aDeletedExchangeIsCountedNoLonger() {
        publishThrough(queue, "a");
        assertThat(bench.traffic().exchanges()).containsOnlyKeys("x");

        bench.run(() -> bench.publishing().onExchangeGone(exchange.ref, false));
        assertThat(bench.traffic().exchanges()).containsOnlyKeys("x");
        bench.run(() -> bench.publishing().onExchangeGone(exchange.ref, true));

        assertThat(bench.traffic().exchanges()).isEmpty();
    }

    @Test
    void countsWhatADeletedQueueWasSentAsTaken() {
        confirming();
        bench.publish(exchange, "k", "a");
        bench.send();
        exchange.routesAllTo(exchange.receive(), queue.ref, other.ref);
        other.takes(1);

        bench.run(() -> bench.publishing().onQueueGone(queue.ref, null, false));

        assertThat(bench.sent).containsExactly(new BasicAck(1, false));
    }

    @Test
    void sendsAgainToTheQueueThatTookAFailedOnesPlace_inOrder() {
        confirming();
        for (String text : List.of("a", "b", "c")) {
            bench.publish(exchange, "k", text);
            bench.send();
            exchange.routesAllTo(exchange.receive(), queue.ref);
        }
        queue.takes(1);
        PublishingBench.Queue successor = bench.new Queue("q");

        bench.run(() -> bench.publishing().onQueueGone(queue.ref, successor.ref, false));
        assertThat(bench.sent).containsExactly(new BasicAck(1, false));
        assertThat(successor.receive()).containsExactly("b");
        assertThat(successor.receive()).containsExactly("c");
        successor.takes(2);
        successor.takes(3);

        assertThat(bench.sent).endsWith(new BasicAck(2, false), new BasicAck(3, false));
    }

    @Test
    void nothingOvertakesWhatAFailedQueueOwes() {
        confirming();
        publishThrough(queue, "a");
        PublishingBench.Queue successor = bench.new Queue("q");

        publishThrough(successor, "b");
        assertThat(successor.hasMessages()).isFalse();
        bench.run(() -> bench.publishing().onQueueGone(queue.ref, successor.ref, false));

        assertThat(successor.receive()).containsExactly("a");
        assertThat(successor.receive()).containsExactly("b");
        publishThrough(successor, "c");
        assertThat(successor.receive()).containsExactly("c");
    }

    @Test
    void norIfItsSuccessorsFailToo_whicheverIsHeardOfFirst() {
        confirming();
        publishThrough(queue, "a");
        PublishingBench.Queue second = bench.new Queue("q");
        PublishingBench.Queue third = bench.new Queue("q");
        publishThrough(second, "b");
        publishThrough(third, "c");

        bench.run(() -> bench.publishing().onQueueGone(second.ref, third.ref, false));
        publishThrough(third, "d");
        assertThat(third.hasMessages()).isFalse();
        bench.run(() -> bench.publishing().onQueueGone(queue.ref, second.ref, false));

        assertThat(second.hasMessages()).isFalse();
        for (String text : List.of("a", "b", "c", "d")) {
            assertThat(third.receive()).containsExactly(text);
        }
        for (int batch = 1; batch <= 4; batch++) {
            third.takes(batch);
        }
        assertThat(bench.publishing().isAllTaken()).isTrue();
    }

    @Test
    void aLateRouteToAFailedQueueLeadsToItsSuccessor() {
        confirming();
        publishThrough(queue, "a");
        PublishingBench.Queue successor = bench.new Queue("q");
        bench.run(() -> bench.publishing().onQueueGone(queue.ref, successor.ref, false));
        queue.receive();

        publishThrough(queue, "b");

        assertThat(queue.hasMessages()).isFalse();
        assertThat(successor.receive()).containsExactly("a");
        assertThat(successor.receive()).containsExactly("b");
    }

    private void publishThrough(PublishingBench.Queue to, String text) {
        bench.publish(exchange, "k", text);
        bench.send();
        exchange.routesAllTo(exchange.receive(), to.ref);
    }

    private void confirming() {
        bench.run(bench.publishing()::startConfirming);
    }
}
