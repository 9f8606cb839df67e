package warren.actors.queue;

import warren.persistence.event.StoredMessage;
import warren.routing.message.Message;

/**
 * The memory that the messages of one queue take. What clients hold leaves memory when memory is short, as far as the journal has it.
 * Belongs to its queue actor alone.
 */
final class QueueMemory {
    /** It is not worth while to look for fewer. */
    private static final int DROPPABLE_MIN = 100;

    private final MessageMemory all;
    private final ChannelLinks links;
    /** Bytes of messages in memory, ready or held. */
    private long bytes;
    /** What {@link #all} knows of them. */
    private long reported;
    /** Messages that clients hold ... */
    private long held;
    /** ... and the memory of those whose content is here. */
    private long heldBytes;
    /** Messages that clients hold and that need not be in memory, but are. */
    private long droppable;
    /** All queues together take too much memory ... */
    private boolean isShort;
    /** ... and there is little left to send to disk. */
    private boolean isExhausted;

    QueueMemory(MessageMemory all, ChannelLinks links) {
        this.all = all;
        this.links = links;
    }

    void add(long weight) {
        bytes += weight;
    }

    void remove(long weight) {
        bytes -= weight;
    }

    /** Tells the others how much memory this queue takes. True when all together take too much. */
    boolean isShort() {
        if (bytes != reported) {
            all.add(bytes - reported);
            reported = bytes;
        }
        isShort = all.isShort();
        isExhausted = isShort && all.isExhausted();
        boolean isMuch =
                droppable > Math.max(DROPPABLE_MIN, held / 16) || (droppable > 0 && all.isTooMuchHeld(heldBytes, 0));
        if (isExhausted && isMuch) {
            dropAllHeld();
        }
        return isShort;
    }

    /** False when clients hold so much that they have to settle first. */
    boolean allowsMoreHeld() {
        return !isExhausted || !all.isTooMuchHeld(heldBytes, held);
    }

    /** A client has the message and will settle it. */
    void hold(QueuedMessage message) {
        message.held = true;
        held++;
        heldBytes += message.weight();
        heldOrStored(message);
    }

    /** A message that a client holds and that cannot expire need not be in memory once it is in the journal. */
    void heldOrStored(QueuedMessage message) {
        if (!isDroppable(message)) {
            return;
        }
        if (isShort) {
            drop(message);
        } else {
            droppable++;
        }
    }

    /** The client has it no longer. */
    void release(QueuedMessage message) {
        droppable -= isDroppable(message) ? 1 : 0;
        heldBytes -= message.hasContent() ? message.weight() : 0;
        held--;
        message.held = false;
    }

    /** It waits for a while until it is handed out again. */
    void rest(QueuedMessage message) {
        if (isShort && canDrop(message)) {
            bytes -= message.weight();
            message.dropContent();
            bytes += message.weight();
        }
    }

    private void dropAllHeld() {
        for (ChannelLink link : links.all()) {
            link.unacknowledged.forEach(message -> {
                if (isDroppable(message)) {
                    drop(message);
                }
            });
        }
        droppable = 0;
    }

    private void drop(QueuedMessage message) {
        heldBytes -= message.weight();
        bytes -= message.weight();
        message.dropContent();
        bytes += message.weight();
    }

    private static boolean isDroppable(QueuedMessage message) {
        return message.held && canDrop(message);
    }

    private static boolean canDrop(QueuedMessage message) {
        return message.storage == QueuedMessage.Storage.STORED
                && message.expiresAtMillis == StoredMessage.NEVER
                && message.hasContent();
    }

    /** The content of a message has come from the journal. */
    void bring(QueuedMessage message, Message content) {
        long before = message.weight();
        if (message.bring(content) && message.waits) {
            bytes += message.weight() - before;
        }
    }

    /** The queue ends, and takes no memory any more. */
    void close() {
        all.add(-reported);
    }
}
