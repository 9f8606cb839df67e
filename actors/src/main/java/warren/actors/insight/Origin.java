package warren.actors.insight;

import java.util.List;
import java.util.Optional;
import warren.actors.insight.MoveRequest.Target;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;
import warren.routing.message.LongString;
import warren.routing.message.Message;

/** Where a message came from: a dead letter from where it was published to before it died for the first time. */
final class Origin {
    private Origin() {}

    static Target of(Message message) {
        // the latest death stands first
        return message.properties()
                .headers()
                .get("x-death")
                .filter(FieldValue.Array.class::isInstance)
                .map(deaths -> ((FieldValue.Array) deaths).values())
                .filter(deaths -> !deaths.isEmpty())
                .map(deaths -> deaths.get(deaths.size() - 1))
                .flatMap(Origin::ofDeath)
                .orElseGet(() -> new Target(message.exchange(), message.routingKey()));
    }

    private static Optional<Target> ofDeath(FieldValue first) {
        if (!(first instanceof FieldTable death)) {
            return Optional.empty();
        }
        List<FieldValue> keys =
                death.get("routing-keys").orElse(null) instanceof FieldValue.Array array ? array.values() : List.of();
        return !keys.isEmpty() && keys.get(0) instanceof LongString key
                ? death.text("exchange").map(exchange -> new Target(exchange, key.text()))
                : Optional.empty();
    }
}
