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

    /** Stands for a message of which the journal alone has the content. */
    private static final Message AWAY = new Message("", "", new byte[0], new byte[0]);

    /** Where the content is. */
    private enum Content {
        HERE,
        /** In the journal alone. */
        AWAY,
        /** On its way back from there. */
        COMING,
        /** Nobody needs it any more. */
        GONE
    }

    /** The same for one of which the journal alone has the content. */
    static final int WEIGHT_WITHOUT_CONTENT = 100;

    final long offset;
    Message message;
    final int bodyBytes;
    private Content content = Content.HERE;
    final boolean persistent;
    /** When it is dead, or {@link warren.persistence.event.StoredMessage#NEVER}. */
    final long expiresAtMillis;
    /** Its place among the priorities of a queue that has some. */
    int level;
    /** That of the content that is away. */
    private int priorityAway;
    /** It stands among the ready messages. */
    boolean waits;
    /** The page that it stands in; null when it is at the head of the queue or does not wait. */
    @Nullable
    Page page;
    /** A client has it and has not settled it. */
    boolean held;
    /** Since when, in milliseconds since 1970. */
    long heldSinceMillis;
    /** The channel that has it, and its neighbours in {@link HeldMessages}. */
    @Nullable
    ChannelLink heldBy;

    @Nullable
    QueuedMessage heldBefore;

    @Nullable
    QueuedMessage heldAfter;
    /** When it may be handed out again, while it stands in {@link Retries}. */
    long retryAtMillis;
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
        this(offset, message, expiresAtMillis, message.isPersistent());
    }

    /** {@code persistent}: a durable queue has it in its journal. */
    QueuedMessage(long offset, Message message, long expiresAtMillis, boolean persistent) {
        this.offset = offset;
        this.message = message;
        this.bodyBytes = message.body().length;
        this.expiresAtMillis = expiresAtMillis;
        this.persistent = persistent;
    }

    /** Memory keeps the content no longer; it must be in the journal. */
    void dropContent() {
        priorityAway = message.priority();
        message = AWAY;
        content = Content.AWAY;
    }

    /** The publisher's, 0 when there is none; known also while the content is away. */
    int priority() {
        return hasContent() ? message.priority() : priorityAway;
    }

    boolean hasContent() {
        return content == Content.HERE;
    }

    /** True when the content is to be fetched, and nobody has asked for it yet: the caller does. */
    boolean takeWanted() {
        boolean isWanted = content == Content.AWAY;
        if (isWanted) {
            content = Content.COMING;
        }
        return isWanted;
    }

    /** The content comes. Returns false when nobody needs it any more. */
    boolean bring(Message from) {
        if (content != Content.COMING) {
            return false;
        }
        message = from;
        content = Content.HERE;
        return true;
    }

    /** Its content is awaited. */
    boolean isNeeded() {
        return content == Content.COMING;
    }

    /** It has left the queue. */
    void end() {
        if (content != Content.HERE) {
            content = Content.GONE;
        }
    }

    /** Bytes of memory that it takes, roughly. */
    int weight() {
        return content == Content.HERE
                ? bodyBytes + message.propertyBytes().length + WEIGHT_OF_OBJECTS
                : WEIGHT_WITHOUT_CONTENT;
    }
}
