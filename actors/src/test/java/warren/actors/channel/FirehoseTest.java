package warren.actors.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import warren.actors.exchange.ExchangeActor;
import warren.actors.queue.QueueProtocol;
import warren.actors.vhost.Tracing;
import warren.transport.method.BasicAck;

/** Copies on their way through a channel's own publishing. */
class FirehoseTest {
    private final PublishingBench bench = new PublishingBench();
    private final PublishingBench.Exchange exchange = bench.new Exchange("x");
    private final PublishingBench.Exchange trace = bench.new Exchange(Tracing.EXCHANGE);
    private final PublishingBench.Queue queue = bench.new Queue("q");
    private final PublishingBench.Queue copies = bench.new Queue("copies");

    @Test
    void copiesWhatIsPublished_andConfirmsNoCopy() {
        start();
        bench.run(bench.publishing()::startConfirming);

        publish("a");
        publish("b");
        queue.takes(1);
        traceAll();
        copies.receive();
        queue.takes(queue.enqueue().batchId());

        assertThat(bench.sent).contains(new BasicAck(1, false));
    }

    @Test
    void dropsCopiesThatNobodyTakes_untilTheyAreTaken() {
        start();
        for (int i = 0; i < Firehose.UNDER_WAY_MAX + 10; i++) {
            bench.publish(exchange, "k", "m");
        }
        bench.send();
        exchange.routesAllTo(exchange.receive(), queue.ref);
        bench.send();
        traceAll();
        QueueProtocol.Enqueue first = copies.enqueue();
        assertThat(first.messages()).hasSize(Firehose.UNDER_WAY_MAX);
        publish("dropped");
        assertThat(trace.inbox.hasMessages()).isFalse();

        queue.takes(1);
        copies.takes(first.batchId());
        publish("copied");

        assertThat(trace.receive().messages()).hasSize(1);
    }

    private void start() {
        bench.tracing.set(true);
        bench.tracing.started(trace.ref);
    }

    private void publish(String text) {
        bench.publish(exchange, "k", text);
        bench.send();
        exchange.routesAllTo(exchange.receive(), queue.ref);
        bench.send();
    }

    private void traceAll() {
        while (trace.inbox.hasMessages()) {
            trace.routesAllTo((ExchangeActor.Route) trace.inbox.receiveMessage(), copies.ref);
        }
    }
}
