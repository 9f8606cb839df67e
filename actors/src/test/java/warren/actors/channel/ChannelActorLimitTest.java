package warren.actors.channel;

import java.time.Duration;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import warren.actors.Messages;
import warren.actors.queue.Outcome;
import warren.actors.queue.QueueProtocol.GrantPermits;
import warren.actors.queue.QueueProtocol.LimitByChannel;
import warren.actors.queue.QueueProtocol.PermitsWanted;
import warren.actors.queue.QueueProtocol.Sent;
import warren.transport.method.BasicAck;
import warren.transport.method.BasicCancel;
import warren.transport.method.BasicQos;
import warren.transport.method.BasicQosOk;

/** The prefetch limit of a whole channel, as it comes, goes and loses queues. */
class ChannelActorLimitTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private final ChannelBench bench = new ChannelBench(KIT);
    private final ChannelBench.Queue queue = bench.new Queue("q");

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @Test
    void limitAgainCountsWhatIsOutstandingOnce() {
        bench.handle(new BasicQos(0, 2, true));
        bench.client.expectMessage(new BasicQosOk());
        bench.consumes(queue, "a");
        queue.channel.tell(new PermitsWanted("a", 2, queue.ref.actor()));
        queue.probe.expectMessage(new GrantPermits("a", 2, queue.channel));
        queue.deliver("a", 0, Messages.passing("1"), Messages.passing("2"));
        queue.probe.expectMessageClass(Sent.class);
        bench.handle(new BasicQos(0, 0, true), new BasicQos(0, 2, true));
        queue.probe.expectMessageClass(LimitByChannel.class);
        bench.handle(new BasicAck(2, true));
        queue.expectSettle(Outcome.ACKNOWLEDGED, 0, 1);
        queue.channel.tell(new PermitsWanted("a", 2, queue.ref.actor()));
        queue.probe.expectMessage(new GrantPermits("a", 2, queue.channel));
    }

    @Test
    void deliveriesWithoutALimitGiveTheirRoomBack() {
        bench.handle(new BasicQos(0, 2, true));
        bench.client.expectMessage(new BasicQosOk());
        bench.consumes(queue, "a");
        bench.handle(new BasicQos(0, 0, true));
        bench.client.fishForMessage(
                Duration.ofSeconds(3),
                m -> m instanceof BasicQosOk ? FishingOutcomes.complete() : FishingOutcomes.continueAndIgnore());
        queue.channel.tell(new PermitsWanted("a", 2, queue.ref.actor()));
        queue.probe.expectMessage(new GrantPermits("a", 2, queue.channel));
        queue.deliver("a", 0, Messages.passing("1"), Messages.passing("2"));
        queue.probe.expectMessageClass(Sent.class);
        bench.handle(new BasicAck(2, true));
        queue.expectSettle(Outcome.ACKNOWLEDGED, 0, 1);
        bench.handle(new BasicQos(0, 2, true));
        queue.answerFence();
        queue.probe.expectMessageClass(LimitByChannel.class);
        queue.channel.tell(new PermitsWanted("a", 2, queue.ref.actor()));
        queue.probe.expectMessage(new GrantPermits("a", 2, queue.channel));
    }

    @Test
    void deliveriesUnderWayWhenTheLimitBeginsCount() {
        bench.consumes(queue, "a");
        bench.handle(new BasicQos(0, 1, true));
        queue.probe.expectMessageClass(LimitByChannel.class);
        queue.deliver("a", 0, Messages.passing("1"), Messages.passing("2"), Messages.passing("3"));
        queue.probe.expectMessageClass(Sent.class);
        bench.handle(new BasicAck(3, true));
        queue.expectSettle(Outcome.ACKNOWLEDGED, 0, 1, 2);
        queue.channel.tell(new PermitsWanted("a", 9, queue.ref.actor()));
        queue.probe.expectMessage(new GrantPermits("a", 1, queue.channel));
    }

    @Test
    void permitsOfADeadQueueComeBack() {
        ChannelBench.Queue other = bench.new Queue("other");
        bench.handle(new BasicQos(0, 2, true));
        bench.client.expectMessage(new BasicQosOk());
        bench.consumes(queue, "a");
        bench.consumes(other, "b");
        queue.channel.tell(new PermitsWanted("a", 2, queue.ref.actor()));
        queue.probe.expectMessage(new GrantPermits("a", 2, queue.channel));
        queue.probe.stop();
        bench.expectFindQueues();
        bench.client.expectMessageClass(BasicCancel.class);
        other.channel.tell(new PermitsWanted("b", 2, other.ref.actor()));
        other.probe.expectMessage(new GrantPermits("b", 2, other.channel));
    }
}
