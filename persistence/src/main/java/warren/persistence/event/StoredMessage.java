package warren.persistence.event;

import warren.routing.message.Message;

/** A message of a durable queue and the offset that the queue gave it. Offsets grow in the order of publishing. */
public record StoredMessage(long offset, Message message) {}
