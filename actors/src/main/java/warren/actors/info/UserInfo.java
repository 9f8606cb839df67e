package warren.actors.info;

import java.util.List;

/**
 * A user.
 *
 * @param passwordHash salt and hash as RabbitMQ exports them, in base 64; empty for one who cannot log in with a password
 * @param hashingAlgorithm RabbitMQ's name of the algorithm
 */
public record UserInfo(String name, String passwordHash, String hashingAlgorithm, List<String> tags) {
    /** Copies the list. */
    public UserInfo {
        tags = List.copyOf(tags);
    }

    /** Without the hash: pictures end up in logs. */
    @Override
    public String toString() {
        return "UserInfo[name=" + name + ", tags=" + tags + "]";
    }
}
