package warren.actors.connection;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.BehaviorBuilder;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import warren.actors.AmqpError;
import warren.actors.access.Grant;
import warren.actors.channel.ChannelActor;
import warren.actors.channel.ChannelSettings;
import warren.actors.connection.ConnectionActor.FromChannel;
import warren.actors.connection.ConnectionActor.FromHost;
import warren.actors.connection.ConnectionActor.Message;
import warren.actors.connection.ConnectionActor.Received;
import warren.actors.connection.ConnectionActor.SocketClosed;
import warren.actors.connection.OpenChannels.OpenChannel;
import warren.actors.info.BrokerEvent;
import warren.actors.info.ChannelInfo;
import warren.actors.info.ConnectionInfo;
import warren.actors.vhost.Gathering;
import warren.actors.vhost.VirtualHostActor;
import warren.transport.frame.Command;
import warren.transport.frame.Inbound;
import warren.transport.frame.Violation;
import warren.transport.method.ChannelClose;
import warren.transport.method.ChannelCloseOk;
import warren.transport.method.ChannelOpen;
import warren.transport.method.ConnectionClose;
import warren.transport.method.ConnectionCloseOk;
import warren.transport.method.ConnectionUpdateSecret;
import warren.transport.method.ConnectionUpdateSecretOk;
import warren.transport.method.Method;
import warren.transport.method.ReplyCode;

/**
 * A connection that is open: hands the client's commands to its channels, a batch for each, and reads on only while they have not too
 * much in work. Errors of a channel end the channel or the connection, by their code.
 */
final class RunningConnection {
    private static final int CLOSE_PATIENCE_SECONDS_MAX = 30;
    private static final Duration FRAME_ERROR_PATIENCE = Duration.ofSeconds(3);

    private final Link link;
    private final Session session;
    private final OpenChannels channels;
    private final Gate gate;
    private final ActorRef<ChannelActor.Notice> notices;
    private final Instant connectedAt = Instant.now();
    private final String id;
    private Grant grant;
    private boolean demandWithheld;
    private boolean closedByClient;

    RunningConnection(Link link, Session session) {
        this.link = link;
        this.session = session;
        this.grant = session.grant();
        this.channels = new OpenChannels(link.environment.channels(), session.user());
        this.gate = new Gate(link, session);
        this.notices = link.context.messageAdapter(ChannelActor.Notice.class, FromChannel::new);
        this.id = link.context.getSelf().path().name();
    }

    /** Begins with the commands that came together with connection.open. */
    Behavior<Message> start(Collection<Inbound> first) {
        link.events.opened(picture());
        link.context.watchWith(session.host(), new ConnectionActor.HostGone());
        link.context.getSelf().tell(new Received(List.copyOf(first), 0));
        return BehaviorBuilder.<Message>create()
                .onMessage(Received.class, this::onReceived)
                .onMessage(FromChannel.class, this::onNotice)
                .onMessage(ConnectionActor.AlarmsChanged.class, this::onAlarmsChanged)
                .onMessage(ConnectionActor.StandingChanged.class, this::onStandingChanged)
                .onMessage(ConnectionActor.PaceDue.class, this::onPaceDue)
                .onMessage(ConnectionActor.Describe.class, this::onDescribe)
                .onMessage(ConnectionActor.DescribeChannels.class, this::onDescribeChannels)
                .onMessage(ConnectionActor.CloseByOperator.class, this::onCloseByOperator)
                .onMessage(ConnectionActor.HostGone.class, this::onHostGone)
                .onMessage(ConnectionActor.HeartbeatLost.class, this::onHeartbeatLost)
                .onMessage(SocketClosed.class, this::onSocketClosed)
                .onMessage(FromHost.class, this::onReleased)
                .onSignal(ChildFailed.class, this::onChannelFailed)
                .onSignal(Terminated.class, this::onChannelEnded)
                .onSignal(PostStop.class, stop -> {
                    announceEnd();
                    channels.removeAll();
                    releaseQueues(link.context.getSystem().ignoreRef());
                    link.socket.abort();
                    return link.ended();
                })
                .build();
    }

    private Behavior<Message> onReceived(Received received) {
        link.traffic.received(received.bytes());
        return handle(gate.admit(received.commands()));
    }

    private Behavior<Message> onAlarmsChanged(ConnectionActor.AlarmsChanged change) {
        return resume(gate.change(change.alarms()));
    }

    private Behavior<Message> onPaceDue(ConnectionActor.PaceDue due) {
        return resume(gate.due());
    }

    private Behavior<Message> resume(Optional<List<Inbound>> released) {
        if (released.isPresent() && !released.get().isEmpty()) {
            return handle(released.get());
        }
        demandIfRoom();
        return Behaviors.same();
    }

    private Behavior<Message> handle(List<Inbound> commands) {
        for (Inbound inbound : commands) {
            if (closedByClient) {
                break;
            }
            if (inbound instanceof Violation violation) {
                channels.dispatch();
                var error = new AmqpError(violation.code(), violation.text());
                int operation = Method.id(violation.classId(), violation.methodId());
                return fail(0, error, operation, FRAME_ERROR_PATIENCE);
            }
            if (inbound instanceof Command command) {
                Optional<AmqpError> error = take(command);
                if (error.isPresent()) {
                    channels.dispatch();
                    return fail(command.channel(), error.get(), command.method().id(), closePatience());
                }
            }
        }
        channels.dispatch();
        if (closedByClient) {
            channels.all().forEach(channel -> channel.actor.tell(new ChannelActor.Finish()));
            return releaseIfNoChannels();
        }
        demandWithheld = true;
        demandIfRoom();
        return Behaviors.same();
    }

    private void demandIfRoom() {
        if (demandWithheld && !gate.isShut() && channels.outstandingBytes() < link.settings.budgetBytes()) {
            demandWithheld = false;
            link.socket.demand();
        }
    }

    /** One command: for a channel, or for the connection itself. */
    private Optional<AmqpError> take(Command command) {
        int number = command.channel();
        if (number == 0) {
            return takeOwn(command.method());
        }
        OpenChannel channel = channels.find(number);
        if (channel != null) {
            if (command.method() instanceof ChannelOpen) {
                return Optional.of(AmqpError.channelError("second 'channel.open' seen"));
            }
            channels.gather(channel, command);
        } else if (channels.isClosing(number)) {
            takeForClosing(number, command.method());
        } else if (command.method() instanceof ChannelOpen) {
            return open(number);
        } else if (!(command.method() instanceof ChannelCloseOk)) {
            return Optional.of(AmqpError.channelError("expected 'channel.open'"));
        }
        return Optional.empty();
    }

    private Optional<AmqpError> takeOwn(Method method) {
        if (method instanceof ConnectionClose) {
            closedByClient = true;
        } else if (method instanceof ConnectionUpdateSecret) {
            link.send(0, new ConnectionUpdateSecretOk());
        } else {
            return Optional.of(AmqpError.channelError("unexpected method in connection state running"));
        }
        return Optional.empty();
    }

    private void takeForClosing(int number, Method method) {
        if (method instanceof ChannelCloseOk) {
            channels.closed(number);
        } else if (method instanceof ChannelClose) {
            channels.closed(number);
            link.send(number, new ChannelCloseOk());
        }
    }

    private Optional<AmqpError> open(int number) {
        int max = session.channelMax();
        if (max != 0 && channels.size() >= max) {
            return Optional.of(AmqpError.notAllowed("number of channels opened (" + channels.size()
                    + ") has reached the negotiated channel_max (" + max + ")"));
        }
        OptionalLong ofUser = grant.channelsMax();
        if (ofUser.isPresent() && channels.countOfUser() >= ofUser.getAsLong()) {
            return Optional.of(AmqpError.notAllowed("number of channels opened for user '" + session.user()
                    + "' has reached the maximum allowed user limit of (" + ofUser.getAsLong() + ")"));
        }
        var settings = new ChannelSettings(
                number,
                link.peers.name() + " (" + number + ")",
                id,
                grant,
                session.virtualHost(),
                session.host(),
                link.socket,
                session.frameMaxBytes(),
                link.settings.messageMaxBytes(),
                session.isCapableOf("consumer_cancel_notify"));
        ActorRef<ChannelActor.Message> actor = link.context.spawnAnonymous(ChannelActor.create(settings, notices));
        link.context.watch(actor);
        channels.add(number, actor);
        return Optional.empty();
    }

    private Behavior<Message> onNotice(FromChannel message) {
        ChannelActor.Notice notice = message.notice();
        if (notice instanceof ChannelActor.Released released) {
            channels.released(released.channel(), released.bytes());
            demandIfRoom();
        } else if (notice instanceof ChannelActor.TooFast tooFast) {
            gate.pause(tooFast.nanos());
        } else if (notice instanceof ChannelActor.Closed closed) {
            channels.remove(closed.channel(), false);
            link.send(closed.channel(), new ChannelCloseOk());
            demandIfRoom();
        } else if (notice instanceof ChannelActor.Failed failed) {
            return onClientError(failed);
        }
        return Behaviors.same();
    }

    private Behavior<Message> onClientError(ChannelActor.Failed failed) {
        AmqpError error = failed.error();
        int operation = Method.id(failed.classId(), failed.methodId());
        if (error.code().endsConnection()) {
            channels.remove(failed.channel(), false);
            return fail(failed.channel(), error, operation, closePatience());
        }
        link.log.channelFailed(failed.channel(), error, operation);
        closeChannel(failed.channel(), error, failed.classId(), failed.methodId());
        return closedByClient ? releaseIfNoChannels() : Behaviors.same();
    }

    private void closeChannel(int number, AmqpError error, int classId, int methodId) {
        boolean closesCross = channels.isCloseRequested(number);
        channels.remove(number, true);
        link.send(number, new ChannelClose(error.code().code(), error.replyText(), classId, methodId));
        if (closesCross) {
            link.send(number, new ChannelCloseOk());
        }
        demandIfRoom();
    }

    /** A defect of ours in a channel: its client hears of it on that channel alone. */
    private Behavior<Message> onChannelFailed(ChildFailed failure) {
        Integer number = channels.numberOf(failure.getRef());
        if (number != null) {
            link.log.channelBroken(number, failure.cause());
            closeChannel(number, new AmqpError(ReplyCode.INTERNAL_ERROR, ""), 0, 0);
        }
        return closedByClient ? releaseIfNoChannels() : Behaviors.same();
    }

    private Behavior<Message> onChannelEnded(Terminated signal) {
        Integer number = channels.numberOf(signal.getRef());
        if (number != null && closedByClient) {
            channels.remove(number, false);
        }
        return closedByClient ? releaseIfNoChannels() : Behaviors.same();
    }

    /** The client wants to close: when all channels have ended, its exclusive queues go; then close-ok. */
    private Behavior<Message> releaseIfNoChannels() {
        if (channels.size() == 0) {
            releaseQueues(link.context.messageAdapter(VirtualHostActor.Reply.class, FromHost::new));
        }
        return Behaviors.same();
    }

    private void releaseQueues(ActorRef<VirtualHostActor.Reply> replyTo) {
        session.host().tell(new VirtualHostActor.ReleaseConnection(id, replyTo));
    }

    private Behavior<Message> onReleased(FromHost done) {
        link.log.closed();
        link.send(0, new ConnectionCloseOk());
        link.socket.close();
        return Behaviors.same();
    }

    private Behavior<Message> onSocketClosed(SocketClosed closed) {
        if (!closedByClient) {
            link.log.lost();
        }
        return Behaviors.stopped();
    }

    private Behavior<Message> onHeartbeatLost(ConnectionActor.HeartbeatLost lost) {
        link.log.heartbeatsMissed(session.heartbeatSeconds());
        link.socket.abort();
        return Behaviors.stopped();
    }

    private Behavior<Message> onCloseByOperator(ConnectionActor.CloseByOperator close) {
        return close(close.reason());
    }

    private Behavior<Message> onHostGone(ConnectionActor.HostGone gone) {
        return close("vhost '" + session.virtualHost() + "' is deleted");
    }

    private Behavior<Message> close(String reason) {
        link.log.closedByOperator(reason);
        return fail(0, new AmqpError(ReplyCode.CONNECTION_FORCED, reason), 0, closePatience());
    }

    private Behavior<Message> onStandingChanged(ConnectionActor.StandingChanged change) {
        if (!(change.standing() instanceof Grant now)) {
            return close("user '" + session.user() + "' is deleted");
        }
        grant = now;
        channels.all().forEach(channel -> channel.actor.tell(new ChannelActor.ReplaceGrant(grant)));
        return resume(gate.change(grant));
    }

    /** Ends the connection: its channels and exclusive queues go at once, the client is told and may answer. */
    private Behavior<Message> fail(int channel, AmqpError error, int operation, Duration patience) {
        link.log.failed(channel, error, operation);
        for (OpenChannel open : channels.all()) {
            link.context.stop(open.actor);
        }
        channels.removeAll();
        releaseQueues(link.context.getSystem().ignoreRef());
        link.sendClose(error, Method.classId(operation), Method.methodId(operation));
        link.log.closed();
        announceEnd();
        return Closing.awaitingCloseOk(link, patience);
    }

    private Duration closePatience() {
        int heartbeat = session.heartbeatSeconds();
        return Duration.ofSeconds(
                heartbeat == 0 ? CLOSE_PATIENCE_SECONDS_MAX : Math.min(heartbeat, CLOSE_PATIENCE_SECONDS_MAX));
    }

    private Behavior<Message> onDescribe(ConnectionActor.Describe command) {
        command.replyTo().tell(Optional.of(picture()));
        return Behaviors.same();
    }

    private ConnectionInfo picture() {
        return ConnectionPicture.of(link, session, channels.size(), connectedAt, state());
    }

    private void announceEnd() {
        BrokerEvent.publish(link.context.getSystem(), new BrokerEvent.ConnectionClosed(picture()));
    }

    private String state() {
        return closedByClient ? "closing" : gate.state();
    }

    private Behavior<Message> onDescribeChannels(ConnectionActor.DescribeChannels command) {
        var actors = new ArrayList<ActorRef<ChannelActor.Message>>();
        channels.all().forEach(channel -> actors.add(channel.actor));
        Gathering.Question<ChannelActor.Message, ChannelInfo> describe = ChannelActor.Describe::new;
        link.context.spawnAnonymous(Gathering.create(actors, describe, ChannelInfo.class, command.replyTo()::tell));
        return Behaviors.same();
    }
}
