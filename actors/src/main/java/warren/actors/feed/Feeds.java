package warren.actors.feed;

import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Extension;
import org.apache.pekko.actor.typed.ExtensionId;

/** The feeds of an actor system. Settings say which of them are opened, and in which virtual host. */
public final class Feeds implements Extension {
    private static final class Id extends ExtensionId<Feeds> {
        private static final Id INSTANCE = new Id();

        @Override
        public Feeds createExtension(ActorSystem<?> system) {
            return new Feeds(system);
        }
    }

    private final EventFeed events;
    private final Feed logLines = new Feed("amq.rabbitmq.log");

    private Feeds(ActorSystem<?> system) {
        events = EventFeed.of(system);
    }

    /** Those of this system. */
    public static Feeds get(ActorSystem<?> system) {
        return Id.INSTANCE.apply(system);
    }

    /** What happens in the broker. */
    public EventFeed events() {
        return events;
    }

    /** What it writes to its log. */
    public Feed logLines() {
        return logLines;
    }
}
