package warren.actors.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import warren.actors.Messages;
import warren.actors.exchange.ExchangeActor;
import warren.transport.method.BasicAck;
import warren.transport.method.BasicNack;

/** Batches that exchange-to-exchange bindings lead on. */
class PublishingThroughExchangesTest {
    private final PublishingBench bench = new PublishingBench();
    private final PublishingBench.Exchange first = bench.new Exchange("first");
    private final PublishingBench.Exchange second = bench.new Exchange("second");
    private final PublishingBench.Queue queue = bench.new Queue("q");
    private final PublishingBench.Queue other = bench.new Queue("other");

    @Test
    void giveAQueueAMessageOnceWhateverTheNumberOfWays() {
        bench.publish(first, "k", "a");
        bench.send();
        first.routesAllTo(first.receive(), queue.ref, second.ref);
        assertThat(queue.hasMessages()).isFalse();
        second.routesAllTo(second.receive(), other.ref, queue.ref);

        assertThat(queue.receive()).containsExactly("a");
        assertThat(queue.hasMessages()).isFalse();
        assertThat(other.receive()).containsExactly("a");
    }

    @Test
    void askTheNextExchangeOnlyForTheMessagesThatGoThere() {
        bench.publish(first, "k", "a");
        bench.publish(first, "k", "b");
        bench.publish(first, "k", "c");
        bench.send();
        first.answer(first.receive(), List.of(List.of(second.ref), List.of(queue.ref), List.of(second.ref, queue.ref)));

        ExchangeActor.Route next = second.receive();
        assertThat(Messages.texts(next.messages())).containsExactly("a", "c");
        second.answer(next, List.of(List.of(other.ref), List.of()));

        assertThat(queue.receive()).containsExactly("b", "c");
        assertThat(other.receive()).containsExactly("a");
    }

    @Test
    void endWhenTheyCome_backToAnExchange() {
        bench.publish(first, "k", "a");
        bench.send();
        first.routesAllTo(first.receive(), second.ref);
        second.routesAllTo(second.receive(), first.ref, second.ref, queue.ref);

        assertThat(first.inbox.hasMessages()).isFalse();
        assertThat(queue.receive()).containsExactly("a");
    }

    @Test
    void keepTheirPlaceInTheOrder() {
        bench.run(bench.publishing()::startConfirming);
        bench.publish(first, "k", "a");
        bench.publish(second, "k", "b");
        bench.send();
        second.routesAllTo(second.receive(), queue.ref);
        first.routesAllTo(first.receive(), second.ref);
        assertThat(queue.hasMessages()).isFalse();

        second.routesAllTo(second.receive(), queue.ref);

        assertThat(queue.receive()).containsExactly("a");
        assertThat(queue.receive()).containsExactly("b");
        queue.takes(2);
        assertThat(bench.sent).isEmpty();
        queue.takes(1);
        assertThat(bench.sent).containsExactly(new BasicAck(2, true));
    }

    @Test
    void areRefusedWhenAnExchangeOnTheirWayFails() {
        bench.run(bench.publishing()::startConfirming);
        bench.publish(first, "k", "a");
        bench.send();
        first.routesAllTo(first.receive(), queue.ref, second.ref);

        bench.run(() ->
                assertThat(bench.publishing().onExchangeGone(first.ref, false)).isFalse());
        assertThat(bench.sent).isEmpty();
        bench.run(() ->
                assertThat(bench.publishing().onExchangeGone(second.ref, false)).isFalse());

        assertThat(bench.sent).containsExactly(new BasicNack(1, false, false));
        assertThat(queue.hasMessages()).isFalse();
    }

    @Test
    void goOnWithoutAnExchangeThatIsDeletedOnTheirWay() {
        bench.run(bench.publishing()::startConfirming);
        bench.publish(first, "k", "a");
        bench.send();
        first.routesAllTo(first.receive(), queue.ref, second.ref);

        bench.run(() -> bench.publishing().onExchangeGone(second.ref, true));
        queue.takes(1);

        assertThat(bench.sent).containsExactly(new BasicAck(1, false));
    }
}
