package warren.actors.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static warren.actors.channel.ChannelBench.publish;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import warren.actors.AmqpError;
import warren.actors.Messages;
import warren.actors.info.ChannelInfo;
import warren.actors.queue.JointCommit;
import warren.actors.queue.Outcome;
import warren.actors.queue.QueueProtocol;
import warren.transport.frame.Command;
import warren.transport.method.BasicAck;
import warren.transport.method.BasicDeliver;
import warren.transport.method.BasicGet;
import warren.transport.method.BasicGetEmpty;
import warren.transport.method.ChannelClose;
import warren.transport.method.ConfirmSelect;
import warren.transport.method.ConfirmSelectOk;
import warren.transport.method.ReplyCode;
import warren.transport.method.TxCommit;
import warren.transport.method.TxCommitOk;
import warren.transport.method.TxRollback;
import warren.transport.method.TxRollbackOk;
import warren.transport.method.TxSelect;
import warren.transport.method.TxSelectOk;

class ChannelActorPublishTest {
    private static final ActorTestKit KIT = ActorTestKit.create();

    private final ChannelBench bench = new ChannelBench(KIT);
    private final ChannelBench.Queue queue = bench.new Queue("q");
    private final ChannelBench.Exchange exchange = bench.new Exchange("x");

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @Test
    void confirmsInPublishOrder_whicheverQueueAnswersFirst() {
        bench.handle(new ConfirmSelect(false));
        bench.client.expectMessage(new ConfirmSelectOk());
        bench.handle(publish("x", "k", "first"), publish("", "q", "second"));
        bench.expectFindExchange(Optional.of(exchange));
        var route = exchange.expectRoute();
        bench.expectFindQueues(queue);
        ChannelBench.Queue slow = bench.new Queue("slow");

        exchange.routesAllTo(route, slow);
        var first = slow.expectEnqueue("first");
        queue.take(queue.expectEnqueue("second"));
        assertNothingWentOut();
        slow.take(first);

        bench.client.expectMessage(new BasicAck(2, true));
        expectReleased(publish("x", "k", "first"), publish("", "q", "second"));
    }

    @Test
    void getsNothingBeforeEarlierPublishesAreOnTheirWay() {
        bench.handle(publish("x", "k", "a"), new BasicGet("q", true));
        bench.expectFindExchange(Optional.of(exchange));
        var route = exchange.expectRoute();
        bench.host.expectNoMessage(Duration.ZERO);

        exchange.routesAllTo(route, queue);
        queue.expectEnqueue("a");
        var get = queue.probe.expectMessageClass(QueueProtocol.Get.class);
        get.channel().tell(new QueueProtocol.GotNothing());

        bench.client.expectMessage(new BasicGetEmpty());
    }

    @Test
    void closesAfterEarlierPublishesAreOnTheirWay() {
        bench.handle(publish("x", "k", "a"), new ChannelClose(200, "bye", 0, 0));
        bench.expectFindExchange(Optional.of(exchange));
        var route = exchange.expectRoute();
        exchange.routesAllTo(route, queue);

        queue.expectEnqueue("a");
        queue.probe.expectMessageClass(QueueProtocol.Detach.class);
        bench.connection.fishForMessage(
                Duration.ofSeconds(3),
                notice -> notice instanceof ChannelActor.Closed
                        ? FishingOutcomes.complete()
                        : FishingOutcomes.continueAndIgnore());
        bench.connection.expectTerminated(bench.channel);
    }

    @Test
    void failsOnAnExchangeThatIsNotThere() {
        bench.handle(publish("missing", "k", "a"));
        bench.expectFindExchange(Optional.empty());

        bench.connection.expectMessage(new ChannelActor.Failed(1, AmqpError.noExchange("missing", "/"), 60, 40));
        bench.connection.expectTerminated(bench.channel);
    }

    @Test
    void failsWithoutTheRightToWrite() {
        var restricted = new ChannelBench(KIT, "^allowed$");
        restricted.handle(publish("other", "k", "a"));

        restricted.connection.expectMessage(new ChannelActor.Failed(
                1,
                AmqpError.accessRefused("write access to exchange 'other' in vhost '/' refused for user 'guest'"),
                60,
                40));
    }

    @Test
    void failsWhenAnExchangeIsDeletedThatOwesAnAnswer() {
        bench.handle(publish("x", "k", "a"));
        bench.expectFindExchange(Optional.of(exchange));
        exchange.expectRoute();
        exchange.probe.stop();
        bench.expectFindExchange(Optional.empty());

        bench.connection.fishForMessage(
                Duration.ofSeconds(3),
                notice -> notice.equals(new ChannelActor.Failed(1, AmqpError.noExchange("x", "/"), 60, 40))
                        ? FishingOutcomes.complete()
                        : FishingOutcomes.continueAndIgnore());
    }

    @Test
    void sendsAgainWhatAFailedQueueDidNotTake() {
        bench.handle(publish("", "q", "a"));
        bench.expectFindQueues(queue);
        queue.expectEnqueue("a");
        ChannelBench.Queue successor = bench.new Queue("q");
        queue.probe.stop();
        bench.expectFindQueues(successor);

        successor.take(successor.expectEnqueue("a"));

        expectReleased(publish("", "q", "a"));
    }

    @Test
    void commitsWhenTheQueuesHaveTakenWhatItHeldBack() {
        bench.handle(new TxSelect(), publish("", "q", "a"), publish("", "q", "b"));
        bench.client.expectMessage(new TxSelectOk());
        queue.probe.expectNoMessage(Duration.ZERO);
        bench.handle(new TxCommit());
        bench.expectFindQueues(queue);
        var enqueue = queue.expectCommitted("a", "b");
        assertNothingWentOut();

        queue.take(enqueue);

        bench.client.expectMessage(new TxCommitOk());
    }

    @Test
    void commitsOverSeveralDurableQueuesByACoordinator() {
        var other = bench.new Queue("other");
        var coordinator = KIT.createTestProbe(JointCommit.Command.class);
        bench.handle(new TxSelect(), publish("", "q", "a"), publish("", "other", "b"));
        bench.client.expectMessage(new TxSelectOk());
        bench.handle(new TxCommit());
        bench.expectFindQueues(queue, other);
        bench.expectFindCoordinator(coordinator.getRef());
        var shares =
                coordinator.expectMessageClass(JointCommit.Coordinate.class).shares();
        assertThat(shares).hasSize(2);

        queue.take(queue.publishIn(stepsOf(queue, shares), "a"));
        assertNothingWentOut();
        other.take(other.publishIn(stepsOf(other, shares), "b"));

        bench.client.expectMessage(new TxCommitOk());
    }

    private static List<QueueProtocol.Step> stepsOf(ChannelBench.Queue queue, List<JointCommit.Share> shares) {
        return shares.stream()
                .filter(share -> share.queue().equals(queue.ref.actor()))
                .findFirst()
                .orElseThrow()
                .steps();
    }

    @Test
    void failsWhenTheCoordinatorOfItsCommitEnds() {
        var other = bench.new Queue("other");
        var coordinator = KIT.createTestProbe(JointCommit.Command.class);
        bench.handle(new TxSelect(), publish("", "q", "a"), publish("", "other", "b"), new TxCommit());
        bench.expectFindQueues(queue, other);
        bench.expectFindCoordinator(coordinator.getRef());
        coordinator.expectMessageClass(JointCommit.Coordinate.class);

        coordinator.stop();

        bench.connection.fishForMessage(
                Duration.ofSeconds(3),
                notice -> notice instanceof ChannelActor.Failed failed
                                && failed.error().code() == ReplyCode.INTERNAL_ERROR
                        ? FishingOutcomes.complete()
                        : FishingOutcomes.continueAndIgnore());
    }

    @Test
    void commitsWhenSettlementsAreOnDisk() {
        bench.consumes(queue, "c");
        queue.deliver("c", 0, Messages.passing("a"));
        queue.probe.expectMessageClass(QueueProtocol.Sent.class);
        bench.handle(new TxSelect(), new BasicAck(1, false), new TxCommit());

        var steps = queue.probe.expectMessageClass(QueueProtocol.Commit.class).steps();
        assertThat(steps).hasSize(2);
        assertThat(((QueueProtocol.Settle) steps.get(0)).offsets()).containsExactly(0);
        bench.client.fishForMessage(
                Duration.ofSeconds(3),
                m -> m instanceof TxSelectOk ? FishingOutcomes.complete() : FishingOutcomes.continueAndIgnore());
        assertNothingWentOut();
        ((QueueProtocol.Fence) steps.get(1)).channel().tell(new QueueProtocol.Fenced(queue.ref.actor()));

        bench.client.expectMessage(new TxCommitOk());
    }

    @Test
    void answersACallWhenEarlierAcknowledgementsAreOnDisk() {
        bench.consumes(queue, "c");
        queue.deliver("c", 0, Messages.passing("a"));
        queue.probe.expectMessageClass(QueueProtocol.Sent.class);
        bench.handle(new BasicAck(1, false), new ConfirmSelect(false));
        queue.expectSettle(Outcome.ACKNOWLEDGED, 0);
        bench.client.fishForMessage(
                Duration.ofSeconds(3),
                m -> m instanceof BasicDeliver ? FishingOutcomes.complete() : FishingOutcomes.continueAndIgnore());
        assertNothingWentOut();

        queue.answerFence();

        bench.client.expectMessage(new ConfirmSelectOk());
    }

    @Test
    void forgetsWhatWasRolledBack() {
        bench.handle(new TxSelect(), publish("", "q", "a"), new TxRollback(), new TxCommit());

        bench.client.expectMessage(new TxSelectOk());
        bench.expectFindQueues(queue);
        bench.client.expectMessage(new TxRollbackOk());
        bench.client.expectMessage(new TxCommitOk());
        queue.probe.expectNoMessage(Duration.ZERO);
    }

    /** The channel has handled all it was told, and its client heard nothing of it. */
    private void assertNothingWentOut() {
        var picture = KIT.createTestProbe(ChannelInfo.class);
        bench.channel.tell(new ChannelActor.Describe(picture.getRef()));
        assertThat(picture.receiveMessage()).isNotNull();
        bench.client.expectNoMessage(Duration.ZERO);
    }

    private void expectReleased(Command... commands) {
        long bytes = 0;
        for (var command : commands) {
            bytes += ChannelActor.weightOf(command.content());
        }
        long wanted = bytes;
        bench.connection.fishForMessage(
                Duration.ofSeconds(3),
                notice -> notice.equals(new ChannelActor.Released(1, wanted))
                        ? FishingOutcomes.complete()
                        : FishingOutcomes.continueAndIgnore());
    }
}
