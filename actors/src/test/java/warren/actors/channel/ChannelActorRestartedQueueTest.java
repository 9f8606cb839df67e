package warren.actors.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static warren.actors.channel.ChannelBench.publish;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import warren.actors.Messages;
import warren.actors.queue.QueueProtocol;
import warren.actors.queue.QueueProtocol.Delivery;
import warren.actors.queue.QueueProtocol.Get;
import warren.actors.queue.QueueProtocol.Got;
import warren.actors.queue.QueueProtocol.LimitByChannel;
import warren.actors.queue.QueueProtocol.Subscribe;
import warren.actors.queue.QueueProtocol.Subscribed;
import warren.actors.vhost.VirtualHostActor;
import warren.transport.method.BasicAck;
import warren.transport.method.BasicCancel;
import warren.transport.method.BasicCancelOk;
import warren.transport.method.BasicGet;
import warren.transport.method.BasicGetOk;
import warren.transport.method.BasicQos;
import warren.transport.method.BasicQosOk;
import warren.transport.method.ConfirmSelect;

/** What a channel does when a queue that it uses is restarted, or deleted and declared again. */
class ChannelActorRestartedQueueTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private final ChannelBench bench = new ChannelBench(KIT);
    private final ChannelBench.Queue queue = bench.new Queue("q");
    private final ChannelBench.Exchange exchange = bench.new Exchange("x");

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @Test
    void publishesToARestartedQueueAreNotLost_whenAnOldRouteComesLate() {
        bench.handle(new ConfirmSelect(true), publish("x", "k", "a"));
        bench.expectFindExchange(Optional.of(exchange));
        var r1 = exchange.expectRoute();
        exchange.routesAllTo(r1, queue);
        queue.take(queue.expectEnqueue("a"));
        bench.client.expectMessage(new BasicAck(1, false));
        ChannelBench.Queue successor = bench.new Queue("q");
        queue.probe.stop();
        bench.expectFindQueues(successor);
        bench.handle(publish("", "q", "b"));
        bench.expectFindQueues(successor);
        successor.take(successor.expectEnqueue("b"));
        bench.client.expectMessage(new BasicAck(2, false));
        bench.handle(publish("x", "k", "c"));
        exchange.routesAllTo(exchange.expectRoute(), queue); // stale
        successor.take(successor.expectEnqueue("c"));
        bench.client.expectMessage(new BasicAck(3, false));
        bench.handle(publish("", "q", "d"));
        successor.expectEnqueue("d");
    }

    @Test
    void publishesToAKnownQueueAreNotLost_whenItEndsWhileTheVirtualHostIsAskedForOthers() {
        ChannelBench.Queue other = bench.new Queue("other");
        ChannelBench.Queue successor = bench.new Queue("q");
        bench.handle(new ConfirmSelect(true), publish("", "q", "a"));
        bench.expectFindQueues(queue);
        queue.take(queue.expectEnqueue("a"));
        bench.client.expectMessage(new BasicAck(1, false));
        bench.handle(publish("", "other", "b"), publish("", "q", "c"), publish("", "none", "d"));
        var find = bench.host.expectMessageClass(VirtualHostActor.FindQueues.class);
        assertThat(find.names()).containsExactly("other", "none");
        queue.probe.stop();
        bench.expectFindQueues(successor);
        find.replyTo().tell(new VirtualHostActor.QueuesFound(Map.of("other", other.ref), Set.of()));
        bench.expectFindQueues(successor);
        other.take(other.expectEnqueue("b"));
        bench.client.expectNoMessage(Duration.ofMillis(200));
        successor.take(successor.expectEnqueue("c"));
        bench.client.expectMessage(new BasicAck(4, true));
    }

    @Test
    void movedConsumersSubscribedIsNotTheAnswerToAnotherQuestion() {
        bench.consumes(queue, "a");
        ChannelBench.Queue successor = bench.new Queue("q");
        ChannelBench.Queue other = bench.new Queue("other");
        queue.probe.stop();
        bench.expectFindQueues(successor);
        var sub = successor.probe.expectMessageClass(Subscribe.class);
        bench.handle(new BasicGet("other", true));
        bench.expectFindQueues(other);
        var get = other.probe.expectMessageClass(Get.class);
        sub.channel().tell(new Subscribed("a", successor.ref.actor()));
        get.channel().tell(new Got(new Delivery("", 0, Messages.passing("1"), false), 0, other.ref.actor()));
        assertThat(bench.client.receiveMessage()).isInstanceOf(BasicGetOk.class);
    }

    @Test
    void norToTheVirtualHost() {
        bench.consumes(queue, "a");
        ChannelBench.Queue successor = bench.new Queue("q");
        ChannelBench.Queue other = bench.new Queue("other");
        queue.probe.stop();
        bench.expectFindQueues(successor);
        var sub = successor.probe.expectMessageClass(Subscribe.class);
        bench.handle(new BasicGet("other", true));
        var find = bench.host.expectMessageClass(VirtualHostActor.FindQueues.class);
        sub.channel().tell(new Subscribed("a", successor.ref.actor()));
        find.replyTo().tell(new VirtualHostActor.QueuesFound(Map.of("other", other.ref), Set.of()));
        other.probe.expectMessageClass(Get.class);
    }

    @Test
    void movedConsumerKeepsTheLimit() {
        bench.consumes(queue, "a");
        bench.handle(new BasicQos(0, 2, true));
        queue.probe.expectMessageClass(LimitByChannel.class);
        ChannelBench.Queue successor = bench.new Queue("q");
        queue.probe.stop();
        bench.expectFindQueues(successor);
        assertThat(successor
                        .probe
                        .expectMessageClass(Subscribe.class)
                        .subscription()
                        .limitedByChannel())
                .isTrue();
    }

    @Test
    void aConsumerIsCancelledWhileItsQueueStartsAnew_andNotMoved() {
        bench.consumes(queue, "a");
        ChannelBench.Queue successor = bench.new Queue("q");
        queue.probe.stop();
        var find = bench.host.expectMessageClass(VirtualHostActor.FindQueues.class);
        bench.handle(new BasicCancel("a", false));
        assertThat(bench.client.receiveMessage()).isEqualTo(new BasicCancelOk("a"));
        find.replyTo().tell(new VirtualHostActor.QueuesFound(Map.of("q", successor.ref), Set.of()));
        successor.probe.expectNoMessage(Duration.ofMillis(200));
    }

    @Test
    void anAcknowledgementOfWhatAQueueThatEndedHadHandedOutIsNotWaitedFor() {
        bench.consumes(queue, "a");
        queue.deliver("a", 0, Messages.passing("1"));
        queue.probe.expectMessageClass(QueueProtocol.Sent.class);
        queue.probe.stop();
        bench.expectFindQueues();
        bench.handle(new BasicAck(1, false), new BasicQos(0, 2, false));
        bench.client.fishForMessage(
                Duration.ofSeconds(3),
                method -> method instanceof BasicQosOk
                        ? FishingOutcomes.complete()
                        : FishingOutcomes.continueAndIgnore());
    }

    @Test
    void soIsOneWhoseCancelTheQueueDidNotAnswerAnyMore() {
        bench.consumes(queue, "a");
        bench.handle(new BasicCancel("a", false));
        queue.probe.expectMessageClass(QueueProtocol.Cancel.class);
        queue.probe.stop();
        assertThat(bench.client.receiveMessage()).isEqualTo(new BasicCancelOk("a"));
    }

    @Test
    void messagesUnderWayToADeletedQueueDoNotGoToANewOneOfItsName() {
        bench.handle(publish("", "q", "a"));
        bench.expectFindQueues(queue);
        queue.expectEnqueue("a");
        ChannelBench.Queue fresh = bench.new Queue("q", 2);
        queue.probe.stop();
        bench.expectFindQueues(fresh);
        fresh.probe.expectNoMessage(Duration.ofMillis(200));
    }
}
