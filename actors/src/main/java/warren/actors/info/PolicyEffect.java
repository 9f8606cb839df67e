package warren.actors.info;

import java.util.Optional;
import warren.routing.message.FieldTable;

/**
 * The policies that count for a queue or exchange, by name, and what the two of them say together.
 *
 * @param definition by the names of policies, such as {@code max-length}
 */
public record PolicyEffect(Optional<String> policy, Optional<String> operatorPolicy, FieldTable definition) {
    public static final PolicyEffect NONE = new PolicyEffect(Optional.empty(), Optional.empty(), FieldTable.EMPTY);
}
