package warren.actors.vhost;

import java.util.ArrayDeque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import warren.actors.exchange.ExchangeRef;
import warren.persistence.event.ExchangeDefinition;

/** An exchange in its virtual host's book. */
final class ExchangeEntry {
    final ExchangeDefinition definition;
    ExchangeRef ref;
    /** Where its delayed messages wait; null when it delays none. */
    @Nullable
    QueueEntry store;

    /** The name of its alternate exchange, which need not be there. */
    Optional<String> alternate = Optional.empty();

    final Restarts restarts;
    /** What waits for the exchange to answer changes of its bindings, in their order. */
    final ArrayDeque<Runnable> changes = new ArrayDeque<>();

    ExchangeEntry(ExchangeDefinition definition, ExchangeRef ref, RestartLimits limits) {
        this.restarts = new Restarts(limits);
        this.definition = definition;
        this.ref = ref;
    }
}
