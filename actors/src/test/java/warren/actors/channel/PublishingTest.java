package warren.actors.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import warren.actors.Messages;
import warren.actors.exchange.ExchangeActor;
import warren.actors.vhost.VirtualHostActor;
import warren.transport.method.BasicAck;

class PublishingTest {
    private final PublishingBench bench = new PublishingBench();
    private final PublishingBench.Exchange exchange = bench.new Exchange("x");
    private final PublishingBench.Queue queue = bench.new Queue("q");
    private final PublishingBench.Queue other = bench.new Queue("other");

    @Test
    void gathersARunToOneExchange() {
        bench.publish(exchange, "k", "a");
        bench.publish(exchange, "k", "b");
        bench.publish(bench.new Exchange("y"), "k", "c");
        bench.send();

        assertThat(Messages.texts(exchange.receive().messages())).containsExactly("a", "b");
        assertThat(exchange.inbox.hasMessages()).isFalse();
        assertThat(bench.watched).hasSize(2);
    }

    @Test
    void sendsNothingBeforeAnEarlierBatchIsOnItsWay() {
        bench.know(queue);
        confirming();
        bench.publish(exchange, "k", "first");
        bench.publish(null, "q", "second");
        bench.send();
        ExchangeActor.Route route = exchange.receive();

        assertThat(queue.hasMessages()).isFalse();
        assertThat(bench.publishing().isRouting()).isTrue();
        exchange.routesAllTo(route, queue.ref);

        assertThat(queue.receive()).containsExactly("first");
        assertThat(queue.receive()).containsExactly("second");
        assertThat(bench.publishing().isRouting()).isFalse();
        assertThat(bench.publishing().isAllTaken()).isFalse();
    }

    @Test
    void confirmsAndReleasesNothingBeforeAnEarlierBatchIsTaken() {
        bench.know(other);
        confirming();
        bench.publish(exchange, "k", "first");
        bench.publish(null, "other", "second");
        bench.send();
        exchange.routesAllTo(exchange.receive(), queue.ref);
        other.takes(other.enqueue().batchId());

        assertThat(bench.sent).isEmpty();
        assertThat(bench.publishing().takeReleased()).isZero();
        queue.takes(queue.enqueue().batchId());

        assertThat(bench.sent).containsExactly(new BasicAck(2, true));
        assertThat(bench.publishing().takeReleased()).isEqualTo(20);
        assertThat(bench.publishing().isAllTaken()).isTrue();
    }

    @Test
    void confirmsNothingBeforeAnEarlierBatchIsRouted_alsoWhenNoQueueGetsTheLater() {
        confirming();
        bench.publish(exchange, "k", "first");
        bench.publish(null, "no such queue", "second");
        bench.send();
        bench.found();

        assertThat(bench.sent).isEmpty();
        assertThat(bench.publishing().takeReleased()).isZero();
        exchange.routesAllTo(exchange.receive());

        assertThat(bench.sent).containsExactly(new BasicAck(2, true));
    }

    @Test
    void waitsForEveryQueueOfABatch() {
        confirming();
        bench.publish(exchange, "k", "a");
        bench.send();
        exchange.routesAllTo(exchange.receive(), queue.ref, other.ref);

        queue.takes(queue.enqueue().batchId());
        assertThat(bench.sent).isEmpty();
        other.takes(other.enqueue().batchId());

        assertThat(bench.sent).containsExactly(new BasicAck(1, false));
    }

    @Test
    void numbersFromTheFirstPublishAfterConfirmSelect() {
        bench.publish(exchange, "k", "before");
        bench.send();
        confirming();
        bench.publish(exchange, "k", "a");
        bench.send();
        exchange.routesAllTo(exchange.receive());
        exchange.routesAllTo(exchange.receive());

        assertThat(bench.sent).containsExactly(new BasicAck(1, false));
        assertThat(bench.publishing().takeReleased()).isEqualTo(20);
    }

    @Test
    void asksOnceForTheNamesOfQueuesThatItDoesNotKnow() {
        bench.publish(null, "q", "a");
        bench.publish(null, "other", "b");
        bench.publish(null, "q", "c");
        bench.send();

        var asked = (VirtualHostActor.FindQueues) bench.host.receiveMessage();
        assertThat(asked.names()).containsExactly("q", "other");
        bench.found(queue, other);

        assertThat(queue.receive()).containsExactly("a", "c");
        assertThat(other.receive()).containsExactly("b");
        bench.publish(null, "q", "d");
        bench.send();
        assertThat(bench.host.hasMessages()).isFalse();
        assertThat(queue.receive()).containsExactly("d");
    }

    @Test
    void holdsLaterBatchesWhileANameIsLookedUp() {
        bench.publish(null, "q", "a");
        bench.publish(exchange, "k", "b");
        bench.send();
        assertThat(exchange.inbox.hasMessages()).isFalse();

        bench.found(queue);

        exchange.routesAllTo(exchange.receive(), queue.ref);
        assertThat(queue.receive()).containsExactly("a");
        assertThat(queue.receive()).containsExactly("b");
    }

    private void confirming() {
        bench.run(bench.publishing()::startConfirming);
    }
}
