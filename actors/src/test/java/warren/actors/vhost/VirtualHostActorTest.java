package warren.actors.vhost;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import warren.actors.AmqpError;
import warren.actors.Messages;
import warren.actors.StoreConfig;
import warren.actors.exchange.Destination;
import warren.actors.exchange.ExchangeActor;
import warren.actors.exchange.ExchangeRef;
import warren.actors.exchange.QueueRef;
import warren.actors.queue.QueueProtocol;
import warren.actors.vhost.VirtualHostActor.Done;
import warren.actors.vhost.VirtualHostActor.Reply;
import warren.persistence.event.BindingDefinition;
import warren.persistence.event.BindingDefinition.Kind;
import warren.persistence.event.ExchangeDefinition;
import warren.routing.message.FieldTable;

/** A virtual host with its queues and exchanges, on a store in a directory of its own. */
class VirtualHostActorTest {
    @TempDir
    Path directory;

    private ActorTestKit kit;
    private ActorRef<VirtualHostActor.Command> host;
    private TestProbe<Reply> client;

    @BeforeEach
    void start() {
        kit = ActorTestKit.create(StoreConfig.in(directory));
        TestProbe<String> started = kit.createTestProbe();
        host = kit.spawn(VirtualHostActor.create(
                new VirtualHostSettings("/", 1, (vhost, name) -> Behaviors.ignore()), started.getRef()));
        started.expectMessage("/");
        client = kit.createTestProbe(Reply.class);
    }

    @AfterEach
    void shutDown() {
        kit.shutdownTestKit();
    }

    @Test
    void hasTheExchangesOfTheStandard() {
        for (String name : List.of("amq.direct", "amq.fanout", "amq.topic", "amq.headers", "amq.match")) {
            assertThat(findExchange(name)).as(name).isPresent();
        }
        assertThat(findExchange("missing")).isEmpty();
    }

    @Test
    void declaresAQueueOnce() {
        QueueRef queue = declare("q", true, false);

        assertThat(declare("q", true, false)).isEqualTo(queue);
        assertThat(findQueue("q")).contains(queue);
        host.tell(new VirtualHostActor.DeclareQueue(
                wanted("q", false, false), "connection", Optional.empty(), client.getRef()));
        assertThat(client.expectMessageClass(VirtualHostActor.Refused.class)
                        .error()
                        .text())
                .startsWith("inequivalent arg 'durable'");
    }

    @Test
    void findsTheMessagesOfADurableQueueAgain_alsoOfOneWhoseFirstComesLater() {
        declare("empty", true, false);
        publish(declare("kept", true, false));
        shutDown();
        start();
        assertThat(ready("kept")).isEqualTo(1);
        assertThat(ready("empty")).isZero();

        publish(findQueue("empty").orElseThrow());
        shutDown();
        start();

        assertThat(ready("kept")).isEqualTo(1);
        assertThat(ready("empty")).isEqualTo(1);
    }

    @Test
    void hasWrittenWhatNobodyWaitsForWhenItIsFlushed() {
        QueueRef queue = declare("q", true, false);
        declare("in memory", false, false);
        TestProbe<QueueProtocol.Reply> nobody = kit.createTestProbe();
        for (int batch = 0; batch < 20_000; batch++) {
            queue.actor().tell(new QueueProtocol.Enqueue(batch, List.of(Messages.persistent("m")), nobody.getRef()));
        }

        TestProbe<VirtualHostActor.Done> flushed = kit.createTestProbe();
        host.tell(new VirtualHostActor.Flush(flushed.getRef()));
        flushed.expectMessage(new VirtualHostActor.Done());
        shutDown();
        start();

        assertThat(ready("q")).isEqualTo(20_000);
    }

    /** A persistent message; returns when it is kept. */
    private void publish(QueueRef queue) {
        TestProbe<QueueProtocol.Reply> publisher = kit.createTestProbe();
        queue.actor().tell(new QueueProtocol.Enqueue(1, List.of(Messages.persistent("m")), publisher.getRef()));
        publisher.expectMessageClass(QueueProtocol.Enqueued.class);
    }

    private long ready(String queue) {
        TestProbe<QueueProtocol.Reply> channel = kit.createTestProbe();
        findQueue(queue).orElseThrow().actor().tell(new QueueProtocol.Count(channel.getRef()));
        return channel.expectMessageClass(QueueProtocol.Counted.class).ready();
    }

    @Test
    void showsABindingToEveryPublishAfterItsAnswer() {
        QueueRef queue = declare("q", true, false);
        bind("amq.fanout", Kind.QUEUE, "q");

        assertThat(route("amq.fanout")).containsExactly(queue);
    }

    @Test
    void takesADeletedQueuesBindingsAway() {
        declare("q", true, false);
        bind("amq.fanout", Kind.QUEUE, "q");
        host.tell(new VirtualHostActor.DeleteQueue("q", false, false, Optional.of("connection"), client.getRef()));

        client.expectMessage(new VirtualHostActor.QueueDeleted(0));
        assertThat(findQueue("q")).isEmpty();
        assertThat(route("amq.fanout")).isEmpty();
    }

    @Test
    void saysHowManyMessagesADeletedQueueHad_andNoneForOneThatIsNotThere() {
        QueueRef queue = declare("q", false, false);
        TestProbe<QueueProtocol.Reply> publisher = kit.createTestProbe();
        queue.actor().tell(new QueueProtocol.Enqueue(1, Messages.numbered(1, 3), publisher.getRef()));
        publisher.receiveMessage();

        host.tell(new VirtualHostActor.DeleteQueue("q", false, true, Optional.of("connection"), client.getRef()));
        client.expectMessage(
                new VirtualHostActor.Refused(AmqpError.preconditionFailed("queue 'q' in vhost '/' not empty")));
        host.tell(new VirtualHostActor.DeleteQueue("q", false, false, Optional.of("connection"), client.getRef()));
        client.expectMessage(new VirtualHostActor.QueueDeleted(3));
        host.tell(new VirtualHostActor.DeleteQueue("q", false, false, Optional.of("connection"), client.getRef()));
        client.expectMessage(new VirtualHostActor.QueueDeleted(0));
    }

    @Test
    void dropsAConnectionsExclusiveQueuesWithIt() {
        String mine = declare("", false, true).name();
        assertThat(mine).startsWith("amq.gen-");
        declare("all", false, false);
        host.tell(new VirtualHostActor.ReleaseConnection("connection", client.getRef()));

        client.expectMessage(new Done());
        assertThat(findQueue(mine)).isEmpty();
        assertThat(findQueue("all")).isPresent();
    }

    @Test
    void hasWhatIsDurableAgainAfterARestart() {
        declare("q", true, false);
        declare("t", false, false);
        declareExchange("x", false);
        bind("x", Kind.QUEUE, "q");
        bind("x", Kind.QUEUE, "t");

        kit.shutdownTestKit();
        start();

        assertThat(findQueue("t")).isEmpty();
        QueueRef queue = findQueue("q").orElseThrow();
        assertThat(route("x")).containsExactly(queue);
    }

    @Test
    void startsAFailedQueueAgain_andLeadsItsBindingsThere() {
        QueueRef queue = declare("q", true, false);
        bind("amq.fanout", Kind.QUEUE, "q");
        TestProbe<QueueProtocol.Reply> watcher = kit.createTestProbe();
        queue.actor().tell(new QueueProtocol.Enqueue(1, Arrays.asList(Messages.passing("a"), null), watcher.getRef()));
        watcher.expectTerminated(queue.actor());

        // a watcher may hear of the end before the parent does
        QueueRef successor = client.awaitAssert(() -> {
            QueueRef found = findQueue("q").orElseThrow();
            assertThat(found).isNotEqualTo(queue);
            return found;
        });
        assertThat(route("amq.fanout")).hasSize(1).first().isEqualTo(successor);
    }

    private QueueRef declare(String name, boolean durable, boolean exclusive) {
        host.tell(new VirtualHostActor.DeclareQueue(
                wanted(name, durable, exclusive), "connection", Optional.empty(), client.getRef()));
        return client.expectMessageClass(VirtualHostActor.QueueDeclared.class).queue();
    }

    private static QueueDeclaration wanted(String name, boolean durable, boolean exclusive) {
        return new QueueDeclaration(name, durable, exclusive, false, FieldTable.EMPTY);
    }

    private void declareExchange(String name, boolean autoDelete) {
        host.tell(new VirtualHostActor.DeclareExchange(
                new ExchangeDefinition(name, "fanout", true, autoDelete, false, FieldTable.EMPTY), client.getRef()));
        client.expectMessageClass(VirtualHostActor.ExchangeDeclared.class);
    }

    private void bind(String source, Kind kind, String destination) {
        host.tell(new VirtualHostActor.Bind(
                new BindingDefinition(source, kind, destination, "k", FieldTable.EMPTY),
                "connection",
                client.getRef()));
        client.expectMessage(new Done());
    }

    private Optional<QueueRef> findQueue(String name) {
        host.tell(new VirtualHostActor.FindQueues(List.of(name), client.getRef()));
        return Optional.ofNullable(client.expectMessageClass(VirtualHostActor.QueuesFound.class)
                .queues()
                .get(name));
    }

    private Optional<ExchangeRef> findExchange(String name) {
        host.tell(new VirtualHostActor.FindExchange(name, client.getRef()));
        return client.expectMessageClass(VirtualHostActor.ExchangeFound.class).exchange();
    }

    private List<Destination> route(String exchange) {
        TestProbe<ExchangeActor.Routed> routed = kit.createTestProbe();
        findExchange(exchange)
                .orElseThrow()
                .actor()
                .tell(new ExchangeActor.Route(1, Messages.numbered(1, 1), routed.getRef()));
        return routed.receiveMessage().destinations().get(0);
    }
}
