package warren.actors.info;

import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import warren.routing.message.FieldTable;

/**
 * An exchange.
 *
 * @param delayed how many messages wait in it until they are due; empty for one that delays none
 * @param seenKeys how many keys are in its window; empty for one that does not deduplicate
 * @param extension empty for one of a built-in type
 * @param nextDelayedAt when the first of them is due, in milliseconds since 1970
 */
public record ExchangeInfo(
        String virtualHost,
        String name,
        String type,
        boolean durable,
        boolean autoDelete,
        boolean internal,
        FieldTable arguments,
        Optional<String> policy,
        OptionalLong delayed,
        OptionalLong nextDelayedAt,
        OptionalLong seenKeys,
        int restarts,
        Optional<ExtensionState> extension) {
    /** The same with what waits in its store of delayed messages. */
    public ExchangeInfo withDelays(@Nullable QueueInfo store) {
        return store == null
                ? this
                : new ExchangeInfo(
                        virtualHost,
                        name,
                        type,
                        durable,
                        autoDelete,
                        internal,
                        arguments,
                        policy,
                        OptionalLong.of(store.delayed()),
                        store.nextDelayedAt(),
                        seenKeys,
                        restarts,
                        extension);
    }

    /** The same with so many keys in its window. */
    public ExchangeInfo withSeenKeys(int keys) {
        return new ExchangeInfo(
                virtualHost,
                name,
                type,
                durable,
                autoDelete,
                internal,
                arguments,
                policy,
                delayed,
                nextDelayedAt,
                OptionalLong.of(keys),
                restarts,
                extension);
    }

    /** The same with how its extension is. */
    public ExchangeInfo withExtension(ExtensionState state) {
        return new ExchangeInfo(
                virtualHost,
                name,
                type,
                durable,
                autoDelete,
                internal,
                arguments,
                policy,
                delayed,
                nextDelayedAt,
                seenKeys,
                restarts,
                Optional.of(state));
    }
}
