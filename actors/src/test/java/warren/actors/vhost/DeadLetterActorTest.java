package warren.actors.vhost;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import warren.actors.AmqpError;
import warren.actors.Messages;
import warren.actors.exchange.ExchangeActor;
import warren.actors.exchange.ExchangeRef;
import warren.actors.exchange.QueueRef;
import warren.actors.queue.DeadLetters;
import warren.actors.queue.QueueProtocol;
import warren.actors.queue.QueueProtocol.Buried;
import warren.actors.queue.QueueProtocol.Enqueue;
import warren.actors.queue.QueueProtocol.Enqueued;
import warren.routing.Deaths.Reason;
import warren.transport.method.ReplyCode;

/** The publisher of dead letters between probes: the queue they come from, the virtual host, an exchange and a target. */
class DeadLetterActorTest {
    private static final ActorTestKit KIT = ActorTestKit.create();

    private final TestProbe<VirtualHostActor.Command> host = KIT.createTestProbe();
    private final TestProbe<QueueProtocol.Command> source = KIT.createTestProbe();
    private final TestProbe<QueueProtocol.Command> target = KIT.createTestProbe();
    private final TestProbe<ExchangeActor.Command> exchange = KIT.createTestProbe();
    private final ActorRef<DeadLetters.Command> publisher = KIT.spawn(DeadLetterActor.create("q", host.getRef()));

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @BeforeEach
    void serve() {
        publisher.tell(new DeadLetterActor.Serve(source.getRef()));
    }

    @Test
    void answersOnlyWhenAllQueuesHaveTheirLetters() {
        bury("dlx", Optional.empty(), "1", "2");
        foundExchange();
        TestProbe<QueueProtocol.Command> other = KIT.createTestProbe();
        routed(List.of(queue("t", 1, target)), List.of(queue("t", 1, target), queue("u", 2, other)));
        taken(target, "1", "2");
        source.expectNoMessage(Duration.ZERO);
        taken(other, "2");
        source.expectMessage(new Buried(1));
    }

    @Test
    void answersAtOnceWhenThereIsNoSuchExchange() {
        bury("dlx", Optional.empty(), "1");
        host.expectMessageClass(VirtualHostActor.FindExchange.class)
                .replyTo()
                .tell(new VirtualHostActor.ExchangeFound(Optional.empty()));
        source.expectMessage(new Buried(1));
    }

    @Test
    void sendsAgainToTheSuccessorOfAQueueThatFailed() {
        buryByName();
        target.expectMessageClass(Enqueue.class);
        target.stop();
        TestProbe<QueueProtocol.Command> successor = KIT.createTestProbe();
        foundQueues(Map.of("t", queue("t", 1, successor)), Set.of());
        taken(successor, "1");
        source.expectMessage(new Buried(1));
    }

    @Test
    void countsLettersToADeletedQueueAsTaken_evenWhenItsNameLives() {
        buryByName();
        target.expectMessageClass(Enqueue.class);
        target.stop();
        foundQueues(Map.of("t", queue("t", 2, KIT.createTestProbe())), Set.of());
        source.expectMessage(new Buried(1));
    }

    @Test
    void keepsLettersForAQueueThatIsDown_untilItIsThereAgain() {
        bury("", Optional.of("t"), "1");
        foundQueues(Map.of(), Set.of("t"));
        foundQueues(Map.of(), Set.of("t"));
        source.expectNoMessage(Duration.ZERO);
        foundQueues(Map.of("t", queue("t", 1, target)), Set.of());
        taken(target, "1");
        source.expectMessage(new Buried(1));
    }

    @Test
    void routesAgainWhenTheExchangeFails() {
        bury("dlx", Optional.empty(), "1");
        foundExchange();
        exchange.expectMessageClass(ExchangeActor.Route.class);
        exchange.stop();
        host.expectMessageClass(VirtualHostActor.FindExchange.class)
                .replyTo()
                .tell(new VirtualHostActor.ExchangeFound(Optional.empty()));
        source.expectMessage(new Buried(1));
    }

    @Test
    void asksAgainWhenTheVirtualHostFails() {
        bury("", Optional.of("t"), "1");
        hostFails();
        foundQueues(Map.of("t", queue("t", 1, target)), Set.of());
        target.expectMessageClass(Enqueue.class);
        target.stop();
        hostFails();
        TestProbe<QueueProtocol.Command> successor = KIT.createTestProbe();
        foundQueues(Map.of("t", queue("t", 1, successor)), Set.of());
        taken(successor, "1");
        source.expectMessage(new Buried(1));
    }

    @Test
    void endsAfterItsQueue_whenTheLastBatchIsDelivered() {
        buryByName();
        source.stop();
        taken(target, "1");
        host.expectTerminated(publisher, Duration.ofSeconds(3));
    }

    private void buryByName() {
        bury("", Optional.of("t"), "1");
        foundQueues(Map.of("t", queue("t", 1, target)), Set.of());
    }

    private void bury(String to, Optional<String> key, String... texts) {
        var dead = Arrays.stream(texts)
                .map(text -> new DeadLetters.Dead(Messages.passing(text), Reason.EXPIRED))
                .toList();
        publisher.tell(new DeadLetters.Bury(1, dead, new DeadLetters.Address(to, key), source.getRef()));
    }

    private void foundQueues(Map<String, QueueRef> queues, Set<String> down) {
        host.expectMessageClass(VirtualHostActor.FindQueues.class)
                .replyTo()
                .tell(new VirtualHostActor.QueuesFound(queues, down));
    }

    private void hostFails() {
        host.expectMessageClass(VirtualHostActor.FindQueues.class)
                .replyTo()
                .tell(new VirtualHostActor.Refused(new AmqpError(ReplyCode.INTERNAL_ERROR, "")));
    }

    private void foundExchange() {
        host.expectMessageClass(VirtualHostActor.FindExchange.class)
                .replyTo()
                .tell(new VirtualHostActor.ExchangeFound(
                        Optional.of(new ExchangeRef("dlx", "fanout", false, exchange.getRef()))));
    }

    @SafeVarargs
    private void routed(List<QueueRef>... destinations) {
        ExchangeActor.Route route = exchange.expectMessageClass(ExchangeActor.Route.class);
        var all = new ArrayList<List<warren.actors.exchange.Destination>>();
        Arrays.stream(destinations).forEach(each -> all.add(List.copyOf(each)));
        route.replyTo().tell(new ExchangeActor.Routed(route.batchId(), all, exchange.getRef()));
    }

    private static void taken(TestProbe<QueueProtocol.Command> queue, String... texts) {
        Enqueue enqueue = queue.expectMessageClass(Enqueue.class);
        assertThat(Messages.texts(enqueue.messages())).containsExactly(texts);
        enqueue.publisher().tell(new Enqueued(enqueue.batchId(), List.of(), queue.getRef()));
    }

    private static QueueRef queue(String name, long id, TestProbe<QueueProtocol.Command> probe) {
        return new QueueRef(name, id, 1, true, Optional.empty(), probe.getRef());
    }
}
