package warren.actors.service;

import java.time.Duration;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.pattern.StatusReply;
import org.jspecify.annotations.Nullable;
import warren.actors.access.Grant;
import warren.actors.channel.ChannelActor;
import warren.actors.channel.ChannelSettings;
import warren.actors.extension.ExtensionPublishing.Publish;
import warren.actors.failure.Witness;
import warren.actors.vhost.VirtualHostActor;
import warren.exchange.PublishRefusedException;
import warren.routing.message.Message;
import warren.transport.frame.Content;
import warren.transport.method.BasicAck;
import warren.transport.method.BasicNack;
import warren.transport.method.BasicPublish;
import warren.transport.method.ConfirmSelect;
import warren.transport.method.Method;

/**
 * What one exchange of an extension publishes, over a channel with confirms that it opens when there is something to publish. It has all
 * rights in its virtual host: whoever installs an extension trusts it.
 */
final class ExtensionLine extends AbstractBehavior<ExtensionLine.Command> {
    /** Messages that may be under way. */
    private static final int MESSAGES_MAX = 1_000;
    /** Bytes of them; one message alone may have more. */
    private static final long BYTES_MAX = 16L << 20;

    private static final int FRAME_MAX_BYTES = 128 << 10;
    private static final String NAME = "extension";

    /** What it can be told. */
    sealed interface Command {}

    record Send(Publish publish) implements Command {}

    private record FromChannel(ChannelActor.Notice notice) implements Command {}

    private record Written(List<warren.transport.frame.Command> commands) implements Command {}

    private record Idle() implements Command {}

    static Behavior<Command> create(
            ActorRef<VirtualHostActor.Command> host, String virtualHost, long messageMaxBytes, Duration idle) {
        return Witness.of("extension publisher", Behaviors.setup(context -> {
            context.setReceiveTimeout(idle, new Idle());
            return new ExtensionLine(context, host, virtualHost, messageMaxBytes);
        }));
    }

    private final ActorRef<VirtualHostActor.Command> host;
    private final String virtualHost;
    private final long messageMaxBytes;
    /** By the numbers that the channel confirms. */
    private final NavigableMap<Long, Publish> unconfirmed = new TreeMap<>();

    private long unconfirmedBytes;
    private long lastNumber;
    private @Nullable ActorRef<ChannelActor.Message> channel;

    private ExtensionLine(
            ActorContext<Command> context,
            ActorRef<VirtualHostActor.Command> host,
            String virtualHost,
            long messageMaxBytes) {
        super(context);
        this.host = host;
        this.virtualHost = virtualHost;
        this.messageMaxBytes = messageMaxBytes;
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Send.class, this::onSend)
                .onMessage(Written.class, this::onWritten)
                .onMessage(FromChannel.class, this::onFromChannel)
                .onMessage(Idle.class, this::onIdle)
                .onSignal(ChildFailed.class, failure -> onChannelGone(failure, "the channel failed"))
                .onSignal(Terminated.class, end -> onChannelGone(end, "the channel ended"))
                .onSignal(PostStop.class, this::onPostStop)
                .build();
    }

    private Behavior<Command> onSend(Send command) {
        Publish publish = command.publish();
        Message message = publish.message();
        long bytes = message.weight();
        if (message.body().length > messageMaxBytes) {
            refuse(
                    publish,
                    "message size " + message.body().length + " is larger than configured max size " + messageMaxBytes);
        } else if (unconfirmed.size() >= MESSAGES_MAX
                || (!unconfirmed.isEmpty() && unconfirmedBytes + bytes > BYTES_MAX)) {
            refuse(publish, unconfirmed.size() + " messages of this exchange are under way");
        } else {
            unconfirmed.put(++lastNumber, publish);
            unconfirmedBytes += bytes;
            var method = new BasicPublish(message.exchange(), message.routingKey(), false, false);
            openChannel()
                    .tell(new ChannelActor.HandleCommands(List.of(new warren.transport.frame.Command(
                            1, method, new Content(message.propertyBytes(), message.body(), 0, false)))));
        }
        return this;
    }

    private ActorRef<ChannelActor.Message> openChannel() {
        ActorRef<ChannelActor.Message> open = channel;
        if (open != null) {
            return open;
        }
        ActorRef<Command> self = getContext().getSelf();
        var settings = new ChannelSettings(
                1,
                NAME,
                NAME,
                new Grant(NAME, virtualHost, ".*", ".*", ".*", true),
                virtualHost,
                host,
                new LoopSocket(commands -> self.tell(new Written(commands))),
                FRAME_MAX_BYTES,
                messageMaxBytes,
                false);
        ActorRef<ChannelActor.Notice> notices =
                getContext().messageAdapter(ChannelActor.Notice.class, FromChannel::new);
        open = getContext().spawnAnonymous(ChannelActor.create(settings, notices));
        getContext().watch(open);
        open.tell(new ChannelActor.HandleCommands(
                List.of(new warren.transport.frame.Command(1, new ConfirmSelect(false), Content.NONE))));
        channel = open;
        return open;
    }

    private Behavior<Command> onWritten(Written written) {
        for (warren.transport.frame.Command command : written.commands()) {
            Method method = command.method();
            if (method instanceof BasicAck ack) {
                settle(ack.deliveryTag(), ack.multiple(), true);
            } else if (method instanceof BasicNack nack) {
                settle(nack.deliveryTag(), nack.multiple(), false);
            }
        }
        return this;
    }

    private void settle(long number, boolean multiple, boolean isTaken) {
        NavigableMap<Long, Publish> settled =
                multiple ? unconfirmed.headMap(number, true) : unconfirmed.subMap(number, true, number, true);
        for (Publish publish : settled.values()) {
            unconfirmedBytes -= publish.message().weight();
            if (isTaken) {
                publish.replyTo().tell(StatusReply.success(Done.getInstance()));
            } else {
                refuse(publish, "a queue or an exchange refused it");
            }
        }
        settled.clear();
    }

    private static void refuse(Publish publish, String reason) {
        publish.replyTo().tell(StatusReply.error(new PublishRefusedException(reason)));
    }

    private Behavior<Command> onFromChannel(FromChannel message) {
        if (message.notice() instanceof ChannelActor.Failed failed) {
            closed(failed.error().replyText());
        }
        return this;
    }

    private Behavior<Command> onChannelGone(Terminated end, String reason) {
        if (isChannel(end.getRef())) {
            closed(reason);
        }
        return this;
    }

    private boolean isChannel(ActorRef<?> actor) {
        return actor.equals(channel);
    }

    /** What was under way may be in its queues or not; a new channel counts from one. */
    private void closed(String reason) {
        if (channel != null) {
            getContext().unwatch(channel);
        }
        channel = null;
        lastNumber = 0;
        unconfirmedBytes = 0;
        unconfirmed.values().forEach(publish -> refuse(publish, reason));
        unconfirmed.clear();
    }

    private Behavior<Command> onIdle(Idle signal) {
        return unconfirmed.isEmpty() ? Behaviors.stopped() : this;
    }

    private Behavior<Command> onPostStop(PostStop signal) {
        closed("the broker ends");
        return this;
    }
}
