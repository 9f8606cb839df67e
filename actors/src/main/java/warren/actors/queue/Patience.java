package warren.actors.queue;

import com.typesafe.config.Config;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Extension;
import org.apache.pekko.actor.typed.ExtensionId;
import warren.persistence.event.StoredMessage;

/**
 * For how long the clients of any queue may hold messages, and after which time the broker warns: settings that may change while it runs.
 * Each queue looks here in each of its turns. Thread-safe.
 */
public final class Patience implements Extension {
    private volatile Limits limits;

    /**
     * What counts at this moment; {@link StoredMessage#NEVER} for none.
     *
     * @param consumerMillis for a queue that says nothing itself
     */
    record Limits(long consumerMillis, long warningMillis) {}

    private Patience(ActorSystem<?> system) {
        limits = read(system.settings().config().getConfig("warren.queues"));
    }

    /** That of this system, by its settings at first. */
    public static Patience get(ActorSystem<?> system) {
        return Id.INSTANCE.apply(system);
    }

    /** Other settings, {@code warren.queues}, count; a queue learns of them in its next turn. */
    public void change(Config queues) {
        limits = read(queues);
    }

    Limits limits() {
        return limits;
    }

    private static Limits read(Config queues) {
        return new Limits(millis(queues, "consumer-timeout"), millis(queues, "unacked-warning"));
    }

    private static long millis(Config queues, String key) {
        long millis = queues.getDuration(key).toMillis();
        return millis == 0 ? StoredMessage.NEVER : millis;
    }

    private static final class Id extends ExtensionId<Patience> {
        private static final Id INSTANCE = new Id();

        @Override
        public Patience createExtension(ActorSystem<?> system) {
            return new Patience(system);
        }
    }
}
