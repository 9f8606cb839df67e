package warren.actors.service;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.pattern.StatusReply;
import org.jspecify.annotations.Nullable;
import warren.actors.AmqpError;
import warren.actors.Question;
import warren.actors.access.AccessActor;
import warren.actors.access.Grant;
import warren.actors.channel.ChannelActor;
import warren.actors.channel.ChannelSettings;
import warren.actors.failure.Witness;
import warren.actors.vhost.VirtualHostActor;
import warren.routing.message.Message;
import warren.transport.frame.Command;
import warren.transport.frame.Content;
import warren.transport.method.BasicGetEmpty;
import warren.transport.method.BasicGetOk;
import warren.transport.method.BasicNack;
import warren.transport.method.BasicReturn;
import warren.transport.method.ChannelClose;
import warren.transport.method.Method;
import warren.transport.method.ReplyCode;

/**
 * Carries out one {@link ServiceRequest} as a client would: it opens a channel in the user's name, sends the methods one after the other,
 * closes the channel, answers and ends. So permissions, checks and errors are those of every client. What it had fetched and not settled
 * is back in its queue when it answers.
 */
public final class ServiceChannel extends AbstractBehavior<ServiceChannel.Signal> {
    /** What this actor can be told. */
    public sealed interface Signal {}

    private record Granted(Optional<Grant> grant) implements Signal {}

    private record FromChannel(ChannelActor.Notice notice) implements Signal {}

    private record Written(List<Command> commands) implements Signal {}

    private record TimedOut() implements Signal {}

    private static final Duration PATIENCE = Duration.ofSeconds(25);
    private static final int FRAME_MAX_BYTES = 128 << 10;

    /** Where a request is carried out. {@code messageMaxBytes}: the largest body that may be published. */
    public record Place(
            ActorRef<AccessActor.Command> access,
            ActorRef<VirtualHostActor.Command> host,
            String virtualHost,
            long messageMaxBytes) {}

    private final ServiceRequest request;
    private final Place place;
    private final ActorRef<StatusReply<ServiceResult>> replyTo;
    private final ArrayDeque<Command> calls;
    private final List<ServiceResult.Fetched> fetched = new ArrayList<>();
    private @Nullable ActorRef<ChannelActor.Message> channel;
    private long lastTag;
    private boolean returned;
    private boolean closing;

    /** Begins at once, in the name of this user. */
    public static Behavior<Signal> create(
            ServiceRequest request, Place place, String user, ActorRef<StatusReply<ServiceResult>> replyTo) {
        return Witness.of(
                "operator",
                Behaviors.withTimers(timers -> Behaviors.setup(context -> {
                    timers.startSingleTimer(new TimedOut(), PATIENCE);
                    Question.<Signal, AccessActor.Command, AccessActor.GrantFound>ask(
                            context,
                            place.access(),
                            PATIENCE,
                            to -> new AccessActor.FindGrant(user, place.virtualHost(), to),
                            found -> new Granted(found.flatMap(AccessActor.GrantFound::grant)));
                    return new ServiceChannel(context, request, place, replyTo);
                })));
    }

    private ServiceChannel(
            ActorContext<Signal> context,
            ServiceRequest request,
            Place place,
            ActorRef<StatusReply<ServiceResult>> replyTo) {
        super(context);
        this.request = request;
        this.place = place;
        this.replyTo = replyTo;
        this.calls = new ArrayDeque<>(request.calls());
    }

    @Override
    public Receive<Signal> createReceive() {
        return newReceiveBuilder()
                .onMessage(Granted.class, this::onGranted)
                .onMessage(Written.class, this::onWritten)
                .onMessage(FromChannel.class, this::onFromChannel)
                .onMessage(TimedOut.class, this::onTimedOut)
                .onSignal(ChildFailed.class, failure -> refuse(new AmqpError(ReplyCode.INTERNAL_ERROR, "")))
                .onSignal(Terminated.class, end -> this)
                .build();
    }

    private Behavior<Signal> onGranted(Granted found) {
        if (found.grant().isEmpty()) {
            return refuse(AmqpError.accessRefused("access to vhost '" + place.virtualHost() + "' refused"));
        }
        ActorRef<Signal> self = getContext().getSelf();
        String name = self.path().name();
        var settings = new ChannelSettings(
                1,
                name,
                name,
                found.grant().get(),
                place.virtualHost(),
                place.host(),
                new LoopSocket(commands -> self.tell(new Written(commands))),
                FRAME_MAX_BYTES,
                place.messageMaxBytes(),
                false);
        channel = getContext()
                .spawn(
                        ChannelActor.create(
                                settings, getContext().messageAdapter(ChannelActor.Notice.class, FromChannel::new)),
                        "channel");
        getContext().watch(channel);
        return this;
    }

    private Behavior<Signal> onWritten(Written written) {
        for (Command command : written.commands()) {
            take(command.method(), command.content());
        }
        return this;
    }

    private void take(Method method, Content content) {
        if (method instanceof BasicReturn) {
            returned = true;
            return;
        }
        if (method instanceof BasicGetOk got) {
            lastTag = got.deliveryTag();
            var message = new Message(got.exchange(), got.routingKey(), content.propertyBytes(), content.body());
            fetched.add(new ServiceResult.Fetched(message, got.redelivered(), got.messageCount()));
        } else if (method instanceof BasicGetEmpty) {
            calls.clear();
        }
        // channel.open-ok begins it; any other method is the answer to a call
        if (!closing) {
            proceed();
        }
    }

    private void proceed() {
        Command next = calls.pollFirst();
        if (next != null) {
            send(List.of(next));
            return;
        }
        closing = true;
        var last = new ArrayList<Command>();
        if (request instanceof ServiceRequest.Get get && lastTag > 0) {
            settlement(get.afterwards()).forEach(method -> last.add(command(method)));
        }
        last.add(command(new ChannelClose(ReplyCode.REPLY_SUCCESS.code(), "", 0, 0)));
        send(last);
    }

    private List<Method> settlement(ServiceRequest.Afterwards afterwards) {
        return switch (afterwards) {
            case GONE, BACK -> List.of();
            case REJECTED_BACK -> List.of(new BasicNack(lastTag, true, true));
            case REJECTED_GONE -> List.of(new BasicNack(lastTag, true, false));
        };
    }

    private static Command command(Method method) {
        return new Command(1, method, Content.NONE);
    }

    private void send(List<Command> commands) {
        if (channel != null) {
            channel.tell(new ChannelActor.HandleCommands(commands));
        }
    }

    private Behavior<Signal> onFromChannel(FromChannel message) {
        if (message.notice() instanceof ChannelActor.Failed failed) {
            return refuse(failed.error());
        }
        if (message.notice() instanceof ChannelActor.Closed) {
            replyTo.tell(StatusReply.success(new ServiceResult(returned, fetched)));
            return Behaviors.stopped();
        }
        return this;
    }

    private Behavior<Signal> refuse(AmqpError error) {
        replyTo.tell(StatusReply.error(new ServiceRefusal(error)));
        return Behaviors.stopped();
    }

    private Behavior<Signal> onTimedOut(TimedOut signal) {
        return refuse(new AmqpError(ReplyCode.INTERNAL_ERROR, "no answer in time"));
    }
}
