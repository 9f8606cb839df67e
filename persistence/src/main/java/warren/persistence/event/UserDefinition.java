package warren.persistence.event;

import java.util.List;

/**
 * A user who may connect.
 *
 * @param passwordHash salt and hash as RabbitMQ exports them, in base 64
 * @param hashingAlgorithm RabbitMQ's name of the algorithm
 */
public record UserDefinition(String name, String passwordHash, String hashingAlgorithm, List<String> tags) {
    /** Copies the list. */
    public UserDefinition {
        tags = List.copyOf(tags);
    }

    /** Without the hash: definitions end up in logs. */
    @Override
    public String toString() {
        return "UserDefinition[name=" + name + ", hashingAlgorithm=" + hashingAlgorithm + ", tags=" + tags + "]";
    }
}
