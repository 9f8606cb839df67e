package warren.actors.queue;

import java.util.List;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.jspecify.annotations.Nullable;
import warren.actors.queue.QueueProtocol.Delivery;
import warren.actors.queue.QueueProtocol.Reply;
import warren.persistence.event.QueueImage;
import warren.persistence.event.StoredMessage;
import warren.routing.message.FieldTable;
import warren.routing.message.Message;

/**
 * The rules of a queue: what waits, who holds what, who gets the next. Knows channels only as names on which deliveries pile up; the
 * actor sends them.
 */
final class QueueState {
    /** Another one when the priorities change. */
    ReadyMessages ready;

    final Consumers consumers;
    final Returns returns = new Returns();
    final Retries retries = new Retries();
    final Reservations reservations = new Reservations();
    final Duplicates duplicates = new Duplicates();
    final ChannelLinks links = new ChannelLinks();
    final HeldMessages heldMessages;
    final Traffic traffic = new Traffic();
    final HandedOut handedOut = new HandedOut();
    private long nextOffset;
    private long unacknowledged;
    private long unacknowledgedBytes;
    private long persistent;
    private long persistentBytes;
    /** Keeps messages until they are due. */
    private final boolean isDelayStore;
    /** Keeps every message as if it were persistent. */
    private final boolean keepsAll;

    private LengthLimit limit;
    private TimeToLive timeToLive;
    final QueueMemory memory;

    QueueState(FieldTable arguments, MessageMemory memory, HeldMessages heldMessages) {
        this(arguments, memory, heldMessages, false);
    }

    /** That of a queue which begins. */
    static QueueState of(QueueSettings settings, QueueRules rules, ActorSystem<?> system) {
        return new QueueState(
                rules.arguments(),
                MessageMemory.get(system),
                HeldMessages.of(system),
                ExchangeStore.isOfDelayed(settings.name()));
    }

    private QueueState(FieldTable arguments, MessageMemory memory, HeldMessages heldMessages, boolean isDelayStore) {
        this.isDelayStore = isDelayStore;
        this.memory = new QueueMemory(memory, links);
        this.heldMessages = heldMessages;
        consumers = new Consumers(arguments.isTrue("x-single-active-consumer"));
        keepsAll = isDelayStore || QueueSettings.isQuorum(arguments);
        ready = ReadyMessages.of(ReadyMessages.priorities(arguments), isDelayStore);
        limit = LengthLimit.of(arguments);
        timeToLive = timeToLive(arguments);
        follow(arguments);
    }

    /** Other arguments count from now on. What waits keeps its time to live. */
    void follow(FieldTable arguments) {
        limit = LengthLimit.of(arguments);
        timeToLive = timeToLive(arguments);
        duplicates.follow(arguments);
        retries.follow(arguments);
        returns.follow(arguments, retries.isEnabled());
        heldMessages.follow(arguments);
        consumers.serveOne(arguments.isTrue("x-single-active-consumer"));
    }

    private TimeToLive timeToLive(FieldTable arguments) {
        return isDelayStore ? TimeToLive.DELAY : TimeToLive.of(arguments);
    }

    LengthLimit limit() {
        return limit;
    }

    /** True when the queue has no room for this publish and does not make any. */
    boolean rejects(Message message) {
        return limit.rejectsPublish() && limit.isExceededBy(waiting() + 1, waitingBytes() + message.body().length);
    }

    /** It refuses each publish. */
    boolean isFull() {
        return limit.rejectsPublish() && limit.isExceededBy(waiting() + 1, waitingBytes());
    }

    /** Messages that nobody has, the delayed ones too. */
    long waiting() {
        return (long) ready.size() + retries.size() + reservations.passed();
    }

    private long waitingBytes() {
        return ready.bodyBytes() + retries.bodyBytes();
    }

    /** Drops the oldest messages while too many wait; each is given to {@code dropped}. */
    void dropOverflow(Consumer<QueuedMessage> dropped) {
        while (!limit.rejectsPublish() && limit.isExceededBy(waiting(), waitingBytes())) {
            QueuedMessage oldest = poll();
            if (oldest == null) {
                return;
            }
            dropped.accept(oldest);
        }
    }

    /** The next one to hand out; null when there is none, or it is not in memory. */
    @Nullable
    QueuedMessage poll() {
        QueuedMessage next = ready.poll();
        while (next != null && reservations.pass(next)) {
            next = ready.poll();
        }
        if (next != null) {
            handedOut.mark(next);
        }
        return next;
    }

    /** Takes out the messages that are dead by now; each is given to {@code expired}. What consumers hold does not expire. */
    void expire(long nowMillis, Consumer<QueuedMessage> expired) {
        for (QueuedMessage next = ready.pollExpired(nowMillis); next != null; next = ready.pollExpired(nowMillis)) {
            expired.accept(next);
        }
    }

    QueuedMessage add(Message message, long nowMillis) {
        var queued = new QueuedMessage(
                nextOffset,
                message,
                timeToLive.expiresAtMillis(message, nowMillis),
                keepsAll || message.isPersistent());
        add(queued);
        traffic.published(1);
        return queued;
    }

    /** True when all that waits has to be read at a start: priorities and keys of duplicates stand in the messages. */
    boolean readsAllAtStart() {
        return ready.priorities() > 0 || duplicates.isOn();
    }

    /** The same message, which has just left the front, at the end, as if it had come now. */
    QueuedMessage moveToEnd(QueuedMessage first) {
        int count = returns.of(first);
        forget(first);
        var last = new QueuedMessage(nextOffset, first.message, first.expiresAtMillis, first.persistent);
        last.redelivered = first.redelivered;
        if (last.redelivered) {
            handedOut.add(last);
        }
        returns.set(last, count);
        duplicates.recover(last);
        add(last);
        return last;
    }

    /** Above the offsets of all messages that ever came. */
    long nextOffset() {
        return nextOffset;
    }

    /** Messages that wait in the journal after a restart; in ascending order of offsets. */
    void recover(QueueImage.Stretch stretch) {
        Page page = Page.stored(stretch);
        ready.add(page);
        persistent += page.persistent;
        persistentBytes += page.persistentBytes;
    }

    /** The same, one by one with its content: so those of different priorities come to their places. */
    void recover(StoredMessage stored) {
        var queued = new QueuedMessage(stored.offset(), stored.message(), stored.expiresAtMillis(), true);
        queued.storage = QueuedMessage.Storage.STORED;
        handedOut.mark(queued);
        add(queued);
        duplicates.recover(queued);
        delayRecovered(queued);
    }

    /** Sends to disk what memory can do without, while all of it is in the journal. */
    void shrinkRecovered() {
        while (memory.isShort()) {
            Page page = ready.pollLeaving();
            if (page == null) {
                return;
            }
            left(page);
        }
    }

    /** All of a page is in memory again. */
    void arrived(Page page) {
        persistent -= page.persistent;
        persistentBytes -= page.persistentBytes;
        List<QueuedMessage> arrived = ready.arrived(page);
        for (QueuedMessage message : arrived) {
            handedOut.mark(message);
            memory.add(message.weight());
            persistent += message.persistent ? 1 : 0;
            persistentBytes += message.persistent ? message.bodyBytes : 0;
        }
        if (retries.hasRecovered(page.first, page.last)) {
            arrived.forEach(this::delayRecovered);
        }
    }

    private void delayRecovered(QueuedMessage message) {
        retries.takeRecovered(message.offset).ifPresent(due -> {
            ready.take(message);
            retries.add(message, due);
        });
    }

    /** A page is on disk alone. */
    void left(Page page) {
        memory.remove(page.weight);
        ready.left(page);
    }

    /** Drops all that waits: {@code here} gets each message in memory, {@code away} each page that is not. */
    void purge(Consumer<QueuedMessage> here, Consumer<Page> away) {
        retries.clear().forEach(here);
        ready.clear(here, page -> {
            persistent -= page.persistent;
            persistentBytes -= page.persistentBytes;
            returns.forget(page);
            duplicates.forget(page);
            away.accept(page);
        });
    }

    /** Offsets below this one were used before the restart. */
    void startAt(long offset) {
        nextOffset = Math.max(nextOffset, offset);
    }

    private void add(QueuedMessage queued) {
        nextOffset = Math.max(nextOffset, queued.offset + 1);
        memory.add(queued.weight());
        ready.add(queued);
        if (queued.persistent) {
            persistent++;
            persistentBytes += queued.bodyBytes;
        }
    }

    /** The message has left the queue for good. */
    void forget(QueuedMessage message) {
        returns.forget(message);
        duplicates.forget(message);
        memory.remove(message.weight());
        if (message.persistent) {
            persistent--;
            persistentBytes -= message.bodyBytes;
        }
    }

    long persistent() {
        return persistent;
    }

    long persistentBytes() {
        return persistentBytes;
    }

    long unacknowledged() {
        return unacknowledged;
    }

    long unacknowledgedBytes() {
        return unacknowledgedBytes;
    }

    void subscribe(Subscription subscription, ActorRef<Reply> channel) {
        consumers.add(new QueueConsumer(subscription, links.of(channel)));
    }

    /**
     * Hands out what can be handed out. The deliveries stand in {@link ChannelLinks#takeTouched}; a message that needs no
     * acknowledgement is given to {@code done}.
     */
    void assign(java.util.function.Consumer<QueuedMessage> done) {
        while (ready.hasNext()) {
            if (!memory.allowsMoreHeld()) {
                // clients have to settle first
                return;
            }
            QueueConsumer consumer = consumers.next();
            if (consumer == null) {
                return;
            }
            QueuedMessage message = poll();
            if (message == null) {
                return;
            }
            consumer.link.add(new Delivery(
                    consumer.subscription.consumerTag(),
                    message.offset,
                    returns.forConsumer(message),
                    message.redelivered));
            links.touch(consumer.link);
            traffic.delivered(consumer.subscription.noAck(), message.redelivered);
            if (consumer.limitedByChannel) {
                consumer.permits--;
            }
            if (consumer.subscription.noAck()) {
                done.accept(message);
            } else {
                hold(message, consumer.link, consumer);
                consumer.unacknowledged++;
            }
        }
    }

    /** A client has the message and will settle it. What the journal holds too need not be in memory. */
    void hold(QueuedMessage message, ChannelLink link, @Nullable QueueConsumer consumer) {
        handedOut.add(message);
        message.holder = consumer;
        memory.hold(message);
        link.unacknowledged.put(message);
        heldMessages.add(message, link);
        unacknowledged++;
        unacknowledgedBytes += message.bodyBytes;
    }

    /** Takes a message from its holder; null when the channel does not hold it (any more). */
    @Nullable
    QueuedMessage release(ChannelLink link, long offset) {
        QueuedMessage message = link.unacknowledged.remove(offset);
        if (message != null) {
            memory.release(message);
            heldMessages.remove(message);
            unacknowledged--;
            unacknowledgedBytes -= message.bodyBytes;
            QueueConsumer holder = message.holder;
            if (holder != null) {
                holder.unacknowledged--;
                consumers.enter(holder);
                message.holder = null;
            }
        }
        return message;
    }

    /** Puts a released message back to its place. */
    void requeue(QueuedMessage message) {
        message.redelivered = true;
        ready.putBack(message);
    }

    /** The channel's socket took deliveries: its consumers may have room again. */
    void sent(ChannelLink link, int messages, long bodyBytes) {
        boolean wasFull = !link.hasRoom();
        link.sent(messages, bodyBytes);
        if (wasFull && link.hasRoom()) {
            consumers.of(link).forEach(consumers::enter);
        }
    }

    /** The channel is gone: its consumers go, what it held is given to {@code back}. Returns true when it had consumers. */
    boolean detach(ChannelLink link, Consumer<QueuedMessage> back) {
        links.remove(link);
        List<QueueConsumer> gone = consumers.of(link);
        gone.forEach(consumers::remove);
        for (QueuedMessage message : link.unacknowledged.sorted()) {
            release(link, message.offset);
            back.accept(message);
        }
        return !gone.isEmpty();
    }
}
