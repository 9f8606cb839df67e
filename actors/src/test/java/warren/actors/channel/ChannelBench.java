package warren.actors.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import warren.actors.Messages;
import warren.actors.access.Grant;
import warren.actors.exchange.Destination;
import warren.actors.exchange.ExchangeActor;
import warren.actors.exchange.ExchangeRef;
import warren.actors.exchange.QueueRef;
import warren.actors.queue.JointCommit;
import warren.actors.queue.Outcome;
import warren.actors.queue.QueueProtocol;
import warren.actors.queue.QueueProtocol.Delivery;
import warren.actors.vhost.VirtualHostActor;
import warren.routing.message.FieldTable;
import warren.routing.message.Message;
import warren.transport.frame.Command;
import warren.transport.frame.Content;
import warren.transport.method.BasicConsume;
import warren.transport.method.BasicConsumeOk;
import warren.transport.method.BasicPublish;
import warren.transport.method.ChannelOpenOk;
import warren.transport.method.Method;

/** A channel with probes for all it talks to. */
final class ChannelBench {
    private final ActorTestKit kit;
    final TestProbe<Method> client;
    final TestProbe<VirtualHostActor.Command> host;
    final TestProbe<ChannelActor.Notice> connection;
    final ActorRef<ChannelActor.Message> channel;

    ChannelBench(ActorTestKit kit) {
        this(kit, ".*");
    }

    /** A channel of a user who may write to what {@code write} matches. */
    ChannelBench(ActorTestKit kit, String write) {
        this.kit = kit;
        client = kit.createTestProbe(Method.class);
        host = kit.createTestProbe(VirtualHostActor.Command.class);
        connection = kit.createTestProbe(ChannelActor.Notice.class);
        var settings = new ChannelSettings(
                1,
                "channel",
                "connection",
                new Grant("guest", "/", ".*", write, ".*", false),
                "/",
                host.getRef(),
                new RecordingSocket(client.getRef()::tell),
                0,
                1 << 20,
                true);
        channel = kit.spawn(ChannelActor.create(settings, connection.getRef()));
        client.expectMessage(new ChannelOpenOk());
    }

    /** Commands of the client that come in one chunk. */
    void handle(Object... commands) {
        channel.tell(new ChannelActor.HandleCommands(Arrays.stream(commands)
                .map(each -> each instanceof Command command ? command : new Command(1, (Method) each, Content.NONE))
                .toList()));
    }

    static Command publish(String exchange, String routingKey, String text) {
        return new Command(
                1,
                new BasicPublish(exchange, routingKey, false, false),
                new Content(new byte[2], text.getBytes(StandardCharsets.UTF_8), 0, false));
    }

    static BasicConsume consume(String queue, String consumerTag) {
        return new BasicConsume(queue, consumerTag, false, false, false, false, FieldTable.EMPTY);
    }

    /** The virtual host is asked for queues, and has these. */
    void expectFindQueues(Queue... known) {
        var question = host.expectMessageClass(VirtualHostActor.FindQueues.class);
        Map<String, QueueRef> found = new HashMap<>();
        for (Queue queue : known) {
            found.put(queue.ref.name(), queue.ref);
        }
        found.keySet().retainAll(question.names());
        question.replyTo().tell(new VirtualHostActor.QueuesFound(found, Set.of()));
    }

    void expectFindCoordinator(ActorRef<JointCommit.Command> coordinator) {
        var question = host.expectMessageClass(VirtualHostActor.FindCoordinator.class);
        question.replyTo().tell(new VirtualHostActor.CoordinatorFound(coordinator));
    }

    void expectFindExchange(Optional<Exchange> known) {
        var question = host.expectMessageClass(VirtualHostActor.FindExchange.class);
        question.replyTo().tell(new VirtualHostActor.ExchangeFound(known.map(exchange -> exchange.ref)));
    }

    /** The client consumes from a queue that the channel does not know yet. */
    void consumes(Queue queue, String consumerTag) {
        handle(consume(queue.ref.name(), consumerTag));
        expectFindQueues(queue);
        var subscribe = queue.probe.expectMessageClass(QueueProtocol.Subscribe.class);
        subscribe.channel().tell(new QueueProtocol.Subscribed(consumerTag, queue.ref.actor()));
        queue.channel = subscribe.channel();
        client.expectMessage(new BasicConsumeOk(consumerTag));
    }

    private long incarnations;

    final class Queue {
        final TestProbe<QueueProtocol.Command> probe = kit.createTestProbe(QueueProtocol.Command.class);
        final QueueRef ref;
        /** How the channel is known to the queue, once it has subscribed. */
        ActorRef<QueueProtocol.Reply> channel = kit.system().ignoreRef();

        Queue(String name) {
            this(name, 1);
        }

        /** One with another id was declared anew. */
        Queue(String name, long id) {
            ref = new QueueRef(name, id, ++incarnations, true, Optional.empty(), probe.getRef());
        }

        QueueProtocol.Enqueue expectEnqueue(String... texts) {
            var enqueue = probe.expectMessageClass(QueueProtocol.Enqueue.class);
            assertThat(Messages.texts(enqueue.messages())).containsExactly(texts);
            return enqueue;
        }

        void take(QueueProtocol.Enqueue enqueue) {
            enqueue.publisher().tell(new QueueProtocol.Enqueued(enqueue.batchId(), List.of(), ref.actor()));
        }

        void expectSettle(Outcome outcome, long... offsets) {
            var settle = probe.expectMessageClass(QueueProtocol.Settle.class);
            assertThat(settle.outcome()).isEqualTo(outcome);
            assertThat(settle.offsets()).containsExactly(offsets);
        }

        /** The channel wants to know when its settlements are on disk, and they are. */
        void answerFence() {
            probe.expectMessageClass(QueueProtocol.Fence.class).channel().tell(new QueueProtocol.Fenced(ref.actor()));
        }

        /** The only step of a commit is a publish of these. */
        QueueProtocol.Enqueue expectCommitted(String... texts) {
            var commit = probe.expectMessageClass(QueueProtocol.Commit.class);
            assertThat(commit.joint()).isEmpty();
            assertThat(commit.steps()).hasSize(1);
            return publishIn(commit.steps(), texts);
        }

        QueueProtocol.Enqueue publishIn(List<QueueProtocol.Step> steps, String... texts) {
            var enqueue = (QueueProtocol.Enqueue) steps.get(0);
            assertThat(Messages.texts(enqueue.messages())).containsExactly(texts);
            return enqueue;
        }

        void deliver(String consumerTag, long firstOffset, Message... messages) {
            var deliveries = new Delivery[messages.length];
            for (int i = 0; i < messages.length; i++) {
                deliveries[i] = new Delivery(consumerTag, firstOffset + i, messages[i], false);
            }
            channel.tell(new QueueProtocol.Deliver(List.of(deliveries), ref.actor()));
        }
    }

    final class Exchange {
        final TestProbe<ExchangeActor.Command> probe = kit.createTestProbe(ExchangeActor.Command.class);
        final ExchangeRef ref;

        Exchange(String name) {
            ref = new ExchangeRef(name, "fanout", false, probe.getRef());
        }

        ExchangeActor.Route expectRoute() {
            return probe.expectMessageClass(ExchangeActor.Route.class);
        }

        void routesAllTo(ExchangeActor.Route route, Queue queue) {
            route.replyTo()
                    .tell(new ExchangeActor.Routed(
                            route.batchId(),
                            route.messages().stream()
                                    .map(message -> List.<Destination>of(queue.ref))
                                    .toList(),
                            ref.actor()));
        }
    }
}
