package warren.actors.service;

import java.util.List;
import warren.routing.message.Message;

/**
 * What came of a request.
 *
 * @param returned a published message found no queue
 */
public record ServiceResult(boolean returned, List<Fetched> messages) {
    /** Copies the list. */
    public ServiceResult {
        messages = List.copyOf(messages);
    }

    /** One message of a queue; {@code remaining}: ready ones that were left behind it. */
    public record Fetched(Message message, boolean redelivered, long remaining) {}
}
