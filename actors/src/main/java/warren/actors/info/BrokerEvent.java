package warren.actors.info;

import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.eventstream.EventStream;

/** Something that came or went, told on the system's event stream to whoever counts it. */
public sealed interface BrokerEvent {
    /** A client has logged in or has been refused. */
    record LoginAttempted(boolean isAccepted) implements BrokerEvent {}

    /** A client's connection is open. */
    record ConnectionOpened() implements BrokerEvent {}

    /** A connection that was open ended; the last picture of it. */
    record ConnectionClosed(ConnectionInfo connection) implements BrokerEvent {}

    /** A channel was opened. */
    record ChannelOpened() implements BrokerEvent {}

    /** A channel ended; the last picture of it. */
    record ChannelClosed(ChannelInfo channel) implements BrokerEvent {}

    /** A queue was declared, whether or not it was there. */
    record QueueDeclared() implements BrokerEvent {}

    /** A queue was made. */
    record QueueCreated() implements BrokerEvent {}

    /** A queue was deleted. */
    record QueueDeleted() implements BrokerEvent {}

    /**
     * A queue's actor ended, for whatever reason; what it had counted.
     *
     * @param type as {@link QueueInfo#type}
     */
    record QueueEnded(String virtualHost, String name, String type, MessageCounts counts) implements BrokerEvent {}

    /** An actor failed; {@code kind}: what it is, such as {@code queue} or {@code channel}. */
    record ActorFailed(String kind) implements BrokerEvent {}

    /** Tells the subscribers. */
    static void publish(ActorSystem<?> system, BrokerEvent event) {
        system.eventStream().tell(new EventStream.Publish<>(event));
    }
}
