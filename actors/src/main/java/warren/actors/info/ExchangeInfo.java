package warren.actors.info;

import java.util.Optional;
import warren.routing.message.FieldTable;

/** An exchange. */
public record ExchangeInfo(
        String virtualHost,
        String name,
        String type,
        boolean durable,
        boolean autoDelete,
        boolean internal,
        FieldTable arguments,
        Optional<String> policy,
        int restarts) {}
