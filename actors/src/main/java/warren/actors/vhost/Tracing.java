package warren.actors.vhost;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Extension;
import org.apache.pekko.actor.typed.ExtensionId;
import org.jspecify.annotations.Nullable;
import warren.actors.exchange.ExchangeRef;

/**
 * Which virtual hosts are traced (RabbitMQ's firehose). Operators switch it and channels look at it with every batch, so it is no actor.
 * Off after a start, as with RabbitMQ. Thread-safe.
 */
public final class Tracing implements Extension {
    /** The exchange that gets copies of what is published and delivered. */
    public static final String EXCHANGE = "amq.rabbitmq.trace";

    private static final class Id extends ExtensionId<Tracing> {
        private static final Id INSTANCE = new Id();

        @Override
        public Tracing createExtension(ActorSystem<?> system) {
            return new Tracing();
        }
    }

    /** The state of one virtual host. */
    public static final class Switch {
        private volatile boolean on;
        private volatile @Nullable ExchangeRef exchange;

        public boolean isOn() {
            return on;
        }

        public void set(boolean wanted) {
            on = wanted;
        }

        /** Where copies go; null while there shall be none. */
        public @Nullable ExchangeRef target() {
            return on ? exchange : null;
        }

        /** An exchange was started, perhaps the one for copies. */
        public void started(ExchangeRef ref) {
            if (ref.name().equals(EXCHANGE)) {
                exchange = ref;
            }
        }
    }

    private final Map<String, Switch> switches = new ConcurrentHashMap<>();

    /** That of this system. */
    public static Tracing get(ActorSystem<?> system) {
        return Id.INSTANCE.apply(system);
    }

    /** The state of this virtual host. */
    public Switch of(String virtualHost) {
        return switches.computeIfAbsent(virtualHost, name -> new Switch());
    }

    /** There is no such virtual host any more. */
    public void forget(String virtualHost) {
        switches.remove(virtualHost);
    }
}
