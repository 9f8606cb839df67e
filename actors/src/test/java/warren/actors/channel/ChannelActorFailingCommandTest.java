package warren.actors.channel;

import static warren.actors.channel.ChannelBench.publish;

import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import warren.transport.method.BasicAck;

/** What was published before a command that ends the channel still arrives. */
class ChannelActorFailingCommandTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private final ChannelBench bench = new ChannelBench(KIT);
    private final ChannelBench.Queue queue = bench.new Queue("q");
    private final ChannelBench.Exchange exchange = bench.new Exchange("x");

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @Test
    void publishesBeforeAFailingCommandReachTheirQueue() {
        bench.handle(publish("", "q", "known"));
        bench.expectFindQueues(queue);
        queue.take(queue.expectEnqueue("known"));
        bench.handle(publish("", "q", "a"), new BasicAck(99, false));
        queue.expectEnqueue("a");
    }

    @Test
    void publishesBeforeOneToAMissingExchangeReachTheirQueue() {
        bench.handle(publish("", "q", "known"));
        bench.expectFindQueues(queue);
        queue.take(queue.expectEnqueue("known"));
        bench.handle(publish("", "q", "a"), publish("missing", "k", "b"));
        bench.expectFindExchange(Optional.empty());
        queue.expectEnqueue("a");
    }

    @Test
    void soDoThoseThatAnExchangeIsStillAskedAbout() {
        bench.handle(publish("x", "k", "a"));
        bench.expectFindExchange(Optional.of(exchange));
        var route = exchange.expectRoute();
        bench.handle(new BasicAck(99, false));
        exchange.routesAllTo(route, queue);
        queue.expectEnqueue("a");
    }
}
