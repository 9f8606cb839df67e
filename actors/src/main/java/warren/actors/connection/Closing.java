package warren.actors.connection;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.BehaviorBuilder;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import warren.actors.connection.ConnectionActor.CloseTimedOut;
import warren.actors.connection.ConnectionActor.Message;
import warren.actors.connection.ConnectionActor.Received;
import warren.actors.connection.ConnectionActor.SocketClosed;
import warren.transport.frame.Command;
import warren.transport.method.ConnectionClose;
import warren.transport.method.ConnectionCloseOk;

/** The last phase after the broker has sent connection.close: nothing counts any more but the client's close-ok, for a while. */
final class Closing {
    private Closing() {}

    static Behavior<Message> awaitingCloseOk(Link link, Duration patience) {
        link.timers.cancelAll();
        link.timers.startSingleTimer(new CloseTimedOut(), patience);
        link.socket.demand();
        return BehaviorBuilder.<Message>create()
                .onMessage(Received.class, received -> {
                    link.socket.demand();
                    for (var inbound : received.commands()) {
                        if (inbound instanceof Command command && command.method() instanceof ConnectionCloseOk) {
                            link.socket.close();
                        } else if (inbound instanceof Command command && command.method() instanceof ConnectionClose) {
                            link.send(0, new ConnectionCloseOk());
                        }
                    }
                    return Behaviors.same();
                })
                .onMessage(SocketClosed.class, closed -> Behaviors.stopped())
                .onMessage(CloseTimedOut.class, timedOut -> {
                    link.socket.abort();
                    return Behaviors.stopped();
                })
                .onMessage(ConnectionActor.Describe.class, describe -> {
                    describe.replyTo().tell(Optional.empty());
                    return Behaviors.same();
                })
                .onMessage(ConnectionActor.DescribeChannels.class, describe -> {
                    describe.replyTo().tell(List.of());
                    return Behaviors.same();
                })
                .onAnyMessage(other -> Behaviors.same())
                .onSignal(org.apache.pekko.actor.typed.Terminated.class, ended -> Behaviors.same())
                .onSignal(PostStop.class, stop -> link.ended())
                .build();
    }
}
