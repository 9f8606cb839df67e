package warren.actors.exchange;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import warren.actors.AmqpError;
import warren.routing.message.Message;

/**
 * What an exchange says of a batch beside where its messages go; messages are named by their index in the batch.
 *
 * @param changed as they go on from here
 * @param refused on purpose: nobody is to try again
 * @param failed could not be routed this time
 * @param error of the publisher, which published to what cannot route; all messages have then failed
 */
public record Verdicts(
        Map<Integer, Message> changed, Set<Integer> refused, Set<Integer> failed, Optional<AmqpError> error) {
    /** Nothing to say. */
    public static final Verdicts NONE = new Verdicts(Map.of(), Set.of(), Set.of(), Optional.empty());

    /** True when there is nothing to say. */
    public boolean isEmpty() {
        return changed.isEmpty() && refused.isEmpty() && failed.isEmpty() && error.isEmpty();
    }
}
