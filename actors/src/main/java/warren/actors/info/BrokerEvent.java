package warren.actors.info;

import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.eventstream.EventStream;

/** Something that came or went, told on the system's event stream to whoever subscribes there. */
public sealed interface BrokerEvent {
    /** A client connected. */
    record ConnectionOpened() implements BrokerEvent {}

    /** A connection ended. */
    record ConnectionClosed() implements BrokerEvent {}

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

    /** Tells the subscribers. */
    static void publish(ActorSystem<?> system, BrokerEvent event) {
        system.eventStream().tell(new EventStream.Publish<>(event));
    }
}
