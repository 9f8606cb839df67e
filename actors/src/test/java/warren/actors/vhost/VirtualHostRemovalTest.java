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
import warren.actors.Messages;
import warren.actors.StoreConfig;
import warren.actors.exchange.Destination;
import warren.actors.exchange.ExchangeActor;
import warren.actors.exchange.ExchangeRef;
import warren.actors.exchange.QueueRef;
import warren.actors.queue.QueueProtocol;
import warren.actors.vhost.VirtualHostActor.Bind;
import warren.actors.vhost.VirtualHostActor.DeclareExchange;
import warren.actors.vhost.VirtualHostActor.DeclareQueue;
import warren.actors.vhost.VirtualHostActor.DeleteQueue;
import warren.actors.vhost.VirtualHostActor.Done;
import warren.actors.vhost.VirtualHostActor.ExchangeDeclared;
import warren.actors.vhost.VirtualHostActor.ExchangeFound;
import warren.actors.vhost.VirtualHostActor.FindExchange;
import warren.actors.vhost.VirtualHostActor.FindQueues;
import warren.actors.vhost.VirtualHostActor.QueueDeclared;
import warren.actors.vhost.VirtualHostActor.QueueDeleted;
import warren.actors.vhost.VirtualHostActor.QueuesFound;
import warren.actors.vhost.VirtualHostActor.Reply;
import warren.persistence.event.BindingDefinition;
import warren.persistence.event.BindingDefinition.Kind;
import warren.persistence.event.ExchangeDefinition;
import warren.routing.message.FieldTable;

/** What else goes, and what stays, when something of a virtual host is deleted or down. */
class VirtualHostRemovalTest {
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
    void takesBindingsToAVanishedExchangeAway() {
        declare("q", true, false);
        declareExchange("x", true);
        bind("x", Kind.QUEUE, "q");
        bind("amq.fanout", Kind.EXCHANGE, "x");
        host.tell(new DeleteQueue("q", false, false, Optional.of("connection"), client.getRef()));
        client.expectMessage(new QueueDeleted(0));
        assertThat(findExchange("x")).isEmpty();
        assertThat(route("amq.fanout")).isEmpty();
    }

    @Test
    void takesBindingsToAnExchangeAwayThatWentWithItsLastBinding() {
        declare("q", true, false);
        declareExchange("x", true);
        bind("x", Kind.QUEUE, "q");
        bind("amq.fanout", Kind.EXCHANGE, "x");
        host.tell(new VirtualHostActor.Unbind(
                new BindingDefinition("x", Kind.QUEUE, "q", "k", FieldTable.EMPTY), "connection", client.getRef()));
        client.expectMessage(new Done());
        assertThat(findExchange("x")).isEmpty();
        assertThat(route("amq.fanout")).isEmpty();
    }

    @Test
    void purgeOfAFailedQueueDoesNotDeleteIt() {
        declare("q", true, false);
        TestProbe<QueueProtocol.Reply> watcher = kit.createTestProbe();
        for (int i = 0; i < 4; i++) {
            QueueRef queue = findQueue("q").orElseThrow();
            queue.actor()
                    .tell(new QueueProtocol.Enqueue(1, Arrays.asList(Messages.passing("a"), null), watcher.getRef()));
            watcher.expectTerminated(queue.actor());
        }
        host.tell(new VirtualHostActor.PurgeQueue("q", client.getRef()));
        client.expectMessage(new QueueDeleted(0));
        assertThat(findQueue("q")).isPresent();
    }

    private QueueRef declare(String name, boolean durable, boolean exclusive) {
        host.tell(new DeclareQueue(wanted(name, durable, exclusive), "connection", Optional.empty(), client.getRef()));
        return client.expectMessageClass(QueueDeclared.class).queue();
    }

    private static QueueDeclaration wanted(String name, boolean durable, boolean exclusive) {
        return new QueueDeclaration(name, durable, exclusive, false, FieldTable.EMPTY);
    }

    private void declareExchange(String name, boolean autoDelete) {
        host.tell(new DeclareExchange(
                new ExchangeDefinition(name, "fanout", true, autoDelete, false, FieldTable.EMPTY), client.getRef()));
        client.expectMessageClass(ExchangeDeclared.class);
    }

    private void bind(String source, Kind kind, String destination) {
        host.tell(new Bind(
                new BindingDefinition(source, kind, destination, "k", FieldTable.EMPTY),
                "connection",
                client.getRef()));
        client.expectMessage(new Done());
    }

    private Optional<QueueRef> findQueue(String name) {
        host.tell(new FindQueues(List.of(name), client.getRef()));
        return Optional.ofNullable(
                client.expectMessageClass(QueuesFound.class).queues().get(name));
    }

    private Optional<ExchangeRef> findExchange(String name) {
        host.tell(new FindExchange(name, client.getRef()));
        return client.expectMessageClass(ExchangeFound.class).exchange();
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
