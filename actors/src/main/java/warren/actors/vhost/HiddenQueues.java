package warren.actors.vhost;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import warren.actors.extension.ExtensionRegistry;
import warren.actors.queue.ExchangeStore;
import warren.persistence.event.ExchangeDefinition;
import warren.persistence.event.QueueDefinition;
import warren.routing.ExchangeType;
import warren.routing.SeenKeys;

/** Which exchanges need a hidden queue: those that delay messages, and those that keep seen keys on disk. */
final class HiddenQueues {
    private final VirtualHostState state;
    private final ExtensionRegistry extensions;

    HiddenQueues(VirtualHostState state, ExtensionRegistry extensions) {
        this.state = state;
        this.extensions = extensions;
    }

    /** That of a new exchange, if it needs one. */
    Optional<QueueDefinition> of(ExchangeDefinition exchange) {
        ExchangeType type = ExchangeType.named(exchange.type()).orElse(null);
        if (delaysMessages(type, exchange.type())) {
            return Optional.of(ExchangeStore.ofDelayed(exchange.name(), state.nextId(), exchange.durable()));
        }
        return type == ExchangeType.DEDUPLICATION && exchange.durable() && SeenKeys.isOnDisk(exchange.arguments())
                ? Optional.of(ExchangeStore.ofSeen(exchange.name(), state.nextId()))
                : Optional.empty();
    }

    private boolean delaysMessages(@Nullable ExchangeType builtIn, String name) {
        return builtIn == null
                ? extensions.named(name).filter(type -> type.delaysMessages()).isPresent()
                : builtIn == ExchangeType.DELAYED;
    }
}
