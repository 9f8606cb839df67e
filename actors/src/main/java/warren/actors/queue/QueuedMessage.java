package warren.actors.queue;

import org.jspecify.annotations.Nullable;
import warren.routing.message.Message;

/** One message in a queue and what the queue knows of it. Belongs to its queue actor alone. */
final class QueuedMessage {
    /** How far the journal has come with this message. */
    enum Storage {
        /** Lives in memory only. */
        TRANSIENT,
        /** Waits for the next write. */
        WAITING,
        /** In the write that is under way. */
        WRITING,
        STORED
    }

    /** Bytes of memory for what the queue knows of a message, roughly. */
    static final int WEIGHT_OF_OBJECTS = 192;

    final long offset;
    final Message message;
    final boolean persistent;
    /** When it is dead, or {@link warren.persistence.event.StoredMessage#NEVER}. */
    final long expiresAtMillis;
    /** It stands among the ready messages. */
    boolean waits;
    /** The page that it stands in; null when it is at the head of the queue or does not wait. */
    @Nullable
    Page page;
    /** It stands in {@link Expiries}. */
    boolean inExpiries;

    Storage storage = Storage.TRANSIENT;
    boolean redelivered;
    /** Settled while its write was under way: the journal must forget it right after. */
    boolean settledWhileWriting;
    /** The publish that waits for this message to be stored. */
    @Nullable
    PublishTicket ticket;
    /** Who holds it unacknowledged; null when it was fetched by basic.get or is ready. */
    @Nullable
    QueueConsumer holder;

    QueuedMessage(long offset, Message message, long expiresAtMillis) {
        this.offset = offset;
        this.message = message;
        this.expiresAtMillis = expiresAtMillis;
        this.persistent = message.isPersistent();
    }

    /** Bytes of memory that it takes, roughly. */
    int weight() {
        return message.body().length + message.propertyBytes().length + WEIGHT_OF_OBJECTS;
    }
}
