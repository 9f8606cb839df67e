package warren.actors.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;
import warren.actors.Messages;
import warren.actors.access.Grant;
import warren.actors.exchange.Destination;
import warren.actors.exchange.ExchangeActor;
import warren.actors.exchange.ExchangeRef;
import warren.actors.exchange.QueueRef;
import warren.actors.feed.EventFeed;
import warren.actors.info.Pids;
import warren.actors.queue.QueueProtocol;
import warren.actors.vhost.Tracing;
import warren.actors.vhost.VirtualHostActor;
import warren.transport.method.Method;

/** Publishing with inboxes around it: what it does happens on the caller's thread, and only then. */
final class PublishingBench {
    final List<Method> sent = new ArrayList<>();
    final List<ExchangeRef> watched = new ArrayList<>();
    final TestInbox<VirtualHostActor.Command> host = TestInbox.create("host");
    private final BehaviorTestKit<ChannelActor.Message> actor;
    private @Nullable ChannelCore core;
    private @Nullable Publishing publishing;
    private Runnable step = () -> {};

    PublishingBench() {
        actor = BehaviorTestKit.create(Behaviors.setup(context -> {
            start(context);
            return Behaviors.receiveMessage(message -> {
                step.run();
                return Behaviors.same();
            });
        }));
    }

    private void start(ActorContext<ChannelActor.Message> context) {
        var grant = new Grant("guest", "/", ".*", ".*", ".*", false);
        var settings = new ChannelSettings(
                1,
                "channel",
                "connection",
                grant,
                "/",
                host.getRef(),
                new RecordingSocket(sent::add),
                0,
                1 << 20,
                true);
        var made = new ChannelCore(
                context,
                settings,
                new Firehose(settings, tracing, "rabbit@here"),
                new ChannelEvents(new EventFeed(new Pids("rabbit@here", 0)), settings),
                TestInbox.<QueueProtocol.Reply>create("queueReplies").getRef(),
                TestInbox.<VirtualHostActor.Reply>create("hostReplies").getRef());
        core = made;
        publishing = new Publishing(
                made, TestInbox.<ExchangeActor.Routed>create("routed").getRef(), watched::add);
    }

    Publishing publishing() {
        return publishing;
    }

    ChannelTraffic traffic() {
        return core.traffic;
    }

    /** Does it where an actor would, then hands the client its frames. */
    void run(Runnable wanted) {
        step = () -> {
            wanted.run();
            core.output.flush();
        };
        actor.run(new ChannelActor.Finish());
    }

    /** A publish of weight 10. */
    void publish(@Nullable Exchange exchange, String routingKey, String text) {
        publish(exchange, routingKey, text, false);
    }

    void publishMandatory(@Nullable Exchange exchange, String routingKey, String text) {
        publish(exchange, routingKey, text, true);
    }

    private void publish(@Nullable Exchange exchange, String routingKey, String text, boolean mandatory) {
        String name = exchange == null ? "" : exchange.ref.name();
        run(() -> publishing.add(
                exchange == null ? null : exchange.ref, Messages.to(name, routingKey, text), mandatory, 10));
    }

    void send() {
        run(publishing::send);
    }

    /** The channel knows this queue by name. */
    void know(Queue queue) {
        run(() -> core.queues.use(queue.ref));
    }

    /** The virtual host answers the question for queues that is open. */
    void found(Queue... queues) {
        assertThat(core.hasOpenQuestion()).isTrue();
        Map<String, QueueRef> found =
                List.of(queues).stream().map(queue -> queue.ref).collect(Collectors.toMap(QueueRef::name, ref -> ref));
        run(() -> core.onHostReply(new VirtualHostActor.QueuesFound(found, Set.of())));
        send();
    }

    /** An exchange in the channel's eyes. */
    final class Exchange {
        final TestInbox<ExchangeActor.Command> inbox = TestInbox.create();
        final ExchangeRef ref;

        Exchange(String name) {
            ref = new ExchangeRef(name, "fanout", false, inbox.getRef());
        }

        ExchangeActor.Route receive() {
            return (ExchangeActor.Route) inbox.receiveMessage();
        }

        /** Answers that every message of a batch goes there. */
        void routesAllTo(ExchangeActor.Route route, Destination... destinations) {
            List<Destination> all = List.of(destinations);
            answer(route, route.messages().stream().map(message -> all).toList());
        }

        void answer(ExchangeActor.Route route, List<List<Destination>> destinations) {
            run(() -> publishing.onRouted(new ExchangeActor.Routed(route.batchId(), destinations, inbox.getRef())));
        }
    }

    final Tracing.Switch tracing = new Tracing.Switch();
    private long incarnations;

    /** A queue in the channel's eyes. */
    final class Queue {
        final TestInbox<QueueProtocol.Command> inbox = TestInbox.create();
        final QueueRef ref;

        Queue(String name) {
            ref = new QueueRef(name, 1, ++incarnations, true, Optional.empty(), inbox.getRef());
        }

        boolean hasMessages() {
            return inbox.hasMessages();
        }

        /** The next batch as its texts. */
        List<String> receive() {
            return Messages.texts(enqueue().messages());
        }

        QueueProtocol.Enqueue enqueue() {
            return (QueueProtocol.Enqueue) inbox.receiveMessage();
        }

        void takes(long batchId) {
            run(() -> publishing.onEnqueued(new QueueProtocol.Enqueued(batchId, List.of(), inbox.getRef())));
        }
    }
}
