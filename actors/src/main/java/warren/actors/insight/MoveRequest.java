package warren.actors.insight;

import java.util.List;
import java.util.Optional;

/**
 * What is to become of messages that wait in a queue.
 *
 * @param ids as {@link MessagePage.Item} has them; those that do not wait any more are passed over
 * @param target where they are to go; none when they are deleted, or published again to where they came from
 */
public record MoveRequest(Action action, List<Long> ids, Optional<Target> target) {
    /** What is done. */
    public enum Action {
        MOVE,
        COPY,
        DELETE,
        /** Published anew, with the exchange and routing key that they were published with before they died, if they did. */
        REPUBLISH
    }

    /** An exchange and a routing key; for a queue the default exchange and its name. */
    public record Target(String exchange, String routingKey) {}

    /** How many messages are done with, and why others are not. */
    public record Result(long done, List<String> problems) {}
}
