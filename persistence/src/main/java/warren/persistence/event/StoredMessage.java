package warren.persistence.event;

import warren.routing.message.Message;

/**
 * A message of a durable queue and the offset that the queue gave it. Offsets grow in the order of publishing.
 *
 * @param expiresAtMillis when it is dead, since 1970, or {@link #NEVER}
 */
public record StoredMessage(long offset, Message message, long expiresAtMillis) {
    /** The expiry of a message that may wait for ever. */
    public static final long NEVER = Long.MAX_VALUE;
}
