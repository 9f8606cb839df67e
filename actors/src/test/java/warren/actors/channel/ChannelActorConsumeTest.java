package warren.actors.channel;

import java.util.Arrays;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import warren.actors.AmqpError;
import warren.actors.Messages;
import warren.actors.queue.Outcome;
import warren.actors.queue.QueueProtocol;
import warren.actors.queue.QueueProtocol.GrantPermits;
import warren.actors.queue.QueueProtocol.PermitsWanted;
import warren.routing.message.Message;
import warren.transport.method.BasicAck;
import warren.transport.method.BasicCancel;
import warren.transport.method.BasicCancelOk;
import warren.transport.method.BasicDeliver;
import warren.transport.method.BasicNack;
import warren.transport.method.BasicQos;
import warren.transport.method.BasicQosOk;
import warren.transport.method.BasicRecover;
import warren.transport.method.BasicRecoverOk;
import warren.transport.method.BasicReject;

class ChannelActorConsumeTest {
    private static final ActorTestKit KIT = ActorTestKit.create();

    private final ChannelBench bench = new ChannelBench(KIT);
    private final ChannelBench.Queue queue = bench.new Queue("q");

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @Test
    void numbersDeliveriesAcrossItsQueues() {
        ChannelBench.Queue other = bench.new Queue("other");
        bench.consumes(queue, "a");
        bench.consumes(other, "b");
        deliver(queue, "a", 40, "1");
        expectDeliver("a", 1);
        deliver(other, "b", 40, "2");
        expectDeliver("b", 2);

        bench.handle(new BasicAck(2, true));

        queue.probe.expectMessageClass(QueueProtocol.Sent.class);
        queue.expectSettle(Outcome.ACKNOWLEDGED, 40);
        other.probe.expectMessageClass(QueueProtocol.Sent.class);
        other.expectSettle(Outcome.ACKNOWLEDGED, 40);
    }

    @Test
    void tellsTheQueueWhatTheSocketTook() {
        bench.consumes(queue, "a");
        deliver(queue, "a", 0, "one", "three");

        queue.probe.expectMessage(new QueueProtocol.Sent(2, 8, queue.channel));
    }

    @Test
    void settlesAChunksTagsTogether() {
        bench.consumes(queue, "a");
        deliver(queue, "a", 5, "1", "2", "3", "4");
        queue.probe.expectMessageClass(QueueProtocol.Sent.class);

        bench.handle(
                new BasicAck(2, false),
                new BasicAck(1, false),
                new BasicNack(3, false, true),
                new BasicReject(4, false));

        queue.expectSettle(Outcome.ACKNOWLEDGED, 6, 5);
        queue.expectSettle(Outcome.REQUEUED, 7);
        queue.expectSettle(Outcome.DISCARDED, 8);
    }

    @Test
    void failsOnAnUnknownTag_afterItGaveAllBack() {
        bench.consumes(queue, "a");
        deliver(queue, "a", 5, "1", "2");
        queue.probe.expectMessageClass(QueueProtocol.Sent.class);
        bench.connection.receiveMessage();

        bench.handle(new BasicAck(1, false), new BasicAck(3, true));

        bench.connection.expectMessage(
                new ChannelActor.Failed(1, AmqpError.preconditionFailed("unknown delivery tag 3"), 60, 80));
        queue.expectSettle(Outcome.ACKNOWLEDGED, 5);
        queue.probe.expectMessage(new QueueProtocol.Detach(queue.channel));
        bench.connection.expectTerminated(bench.channel);
    }

    @Test
    void takesAnAcknowledgementOfEverything_alsoWhenThereIsNothing() {
        bench.consumes(queue, "a");
        bench.handle(new BasicAck(0, true));
        deliver(queue, "a", 5, "1");
        queue.probe.expectMessageClass(QueueProtocol.Sent.class);

        bench.handle(new BasicAck(0, true));

        queue.expectSettle(Outcome.ACKNOWLEDGED, 5);
    }

    @Test
    void putsAllBackToRecover() {
        bench.consumes(queue, "a");
        deliver(queue, "a", 5, "1", "2");
        expectDeliver("a", 1);
        expectDeliver("a", 2);
        queue.probe.expectMessageClass(QueueProtocol.Sent.class);

        bench.handle(new BasicRecover(true));

        queue.expectSettle(Outcome.RECOVERED, 5, 6);
        bench.client.expectMessage(new BasicRecoverOk());
    }

    @Test
    void cancelsAfterTheLastDelivery() {
        bench.consumes(queue, "a");
        bench.handle(new BasicCancel("a", false));
        queue.probe.expectMessageClass(QueueProtocol.Cancel.class);
        deliver(queue, "a", 5, "1");
        queue.channel.tell(new QueueProtocol.Cancelled("a"));

        expectDeliver("a", 1);
        bench.client.expectMessage(new BasicCancelOk("a"));
    }

    @Test
    void detachesWhenItIsStopped() {
        bench.consumes(queue, "a");

        KIT.stop(bench.channel);

        queue.probe.expectMessage(new QueueProtocol.Detach(queue.channel));
    }

    @Test
    void tellsTheClientWhenItsQueueIsDeleted() {
        bench.consumes(queue, "a");
        queue.probe.stop();
        bench.expectFindQueues();

        bench.client.expectMessage(new BasicCancel("a", true));
    }

    @Test
    void movesItsConsumersToTheQueueThatTookAFailedOnesPlace() {
        bench.consumes(queue, "a");
        ChannelBench.Queue successor = bench.new Queue("q");
        queue.probe.stop();
        bench.expectFindQueues(successor);

        var subscribe = successor.probe.expectMessageClass(QueueProtocol.Subscribe.class);
        successor.channel = subscribe.channel();
        successor.channel.tell(new QueueProtocol.Subscribed("a", successor.ref.actor()));
        deliver(successor, "a", 0, "1");

        expectDeliver("a", 1);
    }

    @Test
    void sharesItsLimitAmongItsConsumers() {
        bench.handle(new BasicQos(0, 2, true));
        bench.client.expectMessage(new BasicQosOk());
        bench.consumes(queue, "a");
        queue.channel.tell(new PermitsWanted("a", 5, queue.ref.actor()));
        queue.probe.expectMessage(new GrantPermits("a", 2, queue.channel));
        deliver(queue, "a", 0, "1", "2");
        queue.probe.expectMessageClass(QueueProtocol.Sent.class);
        queue.channel.tell(new PermitsWanted("a", 3, queue.ref.actor()));

        bench.handle(new BasicAck(1, false));

        queue.expectSettle(Outcome.ACKNOWLEDGED, 0);
        queue.probe.expectMessage(new GrantPermits("a", 1, queue.channel));
    }

    private static void deliver(ChannelBench.Queue queue, String consumerTag, long firstOffset, String... texts) {
        queue.deliver(
                consumerTag,
                firstOffset,
                Arrays.stream(texts).map(Messages::passing).toArray(Message[]::new));
    }

    private void expectDeliver(String consumerTag, long deliveryTag) {
        bench.client.expectMessage(new BasicDeliver(consumerTag, deliveryTag, false, "", String.valueOf(deliveryTag)));
    }
}
