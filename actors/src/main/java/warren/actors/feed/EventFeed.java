package warren.actors.feed;

import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorSystem;
import warren.actors.info.Pids;

/** Tells of what happens in the broker, as RabbitMQ's plug-in rabbitmq_event_exchange does. Thread-safe. */
public final class EventFeed {
    /** What the broker does of itself is done in this name. */
    public static final String INTERNAL_USER = "rmq-internal";

    /** What is done from the command line is done in this one. */
    public static final String COMMAND_LINE_USER = "rmq-cli";

    private static final int MILLIS = 1000;

    private final Feed feed = new Feed("amq.rabbitmq.event");
    private final Pids pids;

    /** Closed at first. {@code pids}: the names of processes in its events. */
    public EventFeed(Pids pids) {
        this.pids = pids;
    }

    static EventFeed of(ActorSystem<?> system) {
        return new EventFeed(
                new Pids(system.settings().config().getString("warren.node"), system.startTime() / MILLIS));
    }

    /** The way of the events. */
    public Feed feed() {
        return feed;
    }

    /** Something has happened; while nobody can hear of it nothing is done. */
    public void tell(String key, Consumer<Event> fill) {
        if (feed.isOpen()) {
            var event = new Event(pids);
            fill.accept(event);
            feed.publish(event.message(feed.exchange(), key, System.currentTimeMillis()));
        }
    }
}
