package warren.routing;

import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;
import warren.routing.message.IntType;
import warren.routing.message.Message;

/**
 * Type x-recent-history: fanout that keeps the last messages for those that are bound later. They are kept in memory alone, whether
 * anything is bound or not; a message with the header x-recent-history-no-store = true is not.
 */
public final class RecentHistoryTable<D> extends IndexedTable<D> {
    private static final String LENGTH = "x-recent-history-length";
    private static final String NO_STORE = "x-recent-history-no-store";
    private static final int LENGTH_DEFAULT = 20;
    private static final Set<IntType> LENGTH_TYPES =
            EnumSet.of(IntType.INT8, IntType.INT16, IntType.INT32, IntType.INT64, IntType.INT64_UPPER);

    private final Targets<D> targets = new Targets<>();
    private final ArrayDeque<Message> history = new ArrayDeque<>();
    private final long length;

    RecentHistoryTable(FieldTable arguments) {
        length = arguments.number(LENGTH).orElse(LENGTH_DEFAULT);
    }

    /** Why an exchange with these arguments is refused (406 PRECONDITION_FAILED), in RabbitMQ's words; empty when it is not. */
    static Optional<String> refusal(FieldTable arguments) {
        return arguments
                .get(LENGTH)
                .filter(value -> !(value instanceof FieldValue.Int number
                        && LENGTH_TYPES.contains(number.type())
                        && number.value() > 0))
                .map(value ->
                        "Invalid argument " + ErlangTerm.of(value) + ", '" + LENGTH + "' must be a positive integer");
    }

    @Override
    void link(D destination, String routingKey, FieldTable arguments) {
        targets.add(destination);
    }

    @Override
    void unlink(D destination, String routingKey, FieldTable arguments) {
        targets.remove(destination);
    }

    @Override
    public List<D> route(Message message) {
        if (!message.properties().headers().isTrue(NO_STORE)) {
            if (history.size() >= length) {
                history.removeFirst();
            }
            history.addLast(message);
        }
        return targets.list();
    }

    @Override
    public List<Message> history() {
        return List.copyOf(history);
    }
}
