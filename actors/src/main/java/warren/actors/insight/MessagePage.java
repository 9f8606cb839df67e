package warren.actors.insight;

import java.util.List;
import warren.routing.message.Message;

/**
 * What a look at a queue showed.
 *
 * @param total messages that could be looked at when it began
 * @param scanned messages that were looked at; another look may begin so many further on
 * @param isMore there are messages behind
 */
public record MessagePage(List<Item> items, long total, long scanned, boolean isMore) {
    /**
     * A message.
     *
     * @param position in the order of the question, counted from 0
     * @param id names it within its queue
     * @param isHeld a client has it
     * @param message with as much of its body as was asked for
     * @param bodyBytes of its whole body
     */
    public record Item(long position, long id, boolean isHeld, boolean redelivered, Message message, int bodyBytes) {}
}
