package warren.actors.vhost;

import java.util.ArrayDeque;
import java.util.Optional;
import warren.actors.exchange.ExchangeRef;
import warren.persistence.event.ExchangeDefinition;
import warren.routing.message.LongString;

/** An exchange in its virtual host's book. */
final class ExchangeEntry {
    final ExchangeDefinition definition;
    ExchangeRef ref;
    final Restarts restarts = new Restarts();
    /** What waits for the exchange to answer changes of its bindings, in their order. */
    final ArrayDeque<Runnable> changes = new ArrayDeque<>();

    ExchangeEntry(ExchangeDefinition definition, ExchangeRef ref) {
        this.definition = definition;
        this.ref = ref;
    }

    /** The name of its alternate exchange, which need not be there. */
    Optional<String> alternate() {
        return definition.arguments().get("alternate-exchange").map(name -> ((LongString) name).text());
    }
}
