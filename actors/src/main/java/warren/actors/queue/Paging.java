package warren.actors.queue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.jspecify.annotations.Nullable;
import warren.actors.SteadyClock;
import warren.actors.queue.Page.Place;
import warren.actors.queue.QueueProtocol.FromDisk;
import warren.persistence.event.OffsetRanges;
import warren.persistence.event.StoredMessage;
import warren.persistence.journal.ScratchPages;
import warren.persistence.journal.StoreExtension;

/**
 * Sends pages of a queue to disk while memory is short, and brings them back ahead of need. What the journal holds needs only be
 * forgotten; the rest goes to scratch pages. Publishers wait when the disk does not keep up.
 */
final class Paging {
    /** Pages on their way to disk, at most. */
    private static final int LEAVING_MAX = 16;

    /** After the disk has refused a page. */
    private static final Duration RETRY = Duration.ofSeconds(1);

    /** Pages that come back because messages in them expire, at most. */
    private static final int COMING_MAX = 16;

    /** Messages with fewer offsets between them are read together. */
    private static final long NEIGHBOURS = 64;

    /** What the disk answers. */
    sealed interface Reply {}

    /** The disk has a page, or not. */
    private record Written(Page page, @Nullable Throwable failure) implements Reply {}

    /** A scratch page was read, or not. */
    private record Read(
            Page page,
            @Nullable List<StoredMessage> messages,
            @Nullable Throwable failure) implements Reply {}

    /** The disk may take pages again. */
    private record Retry() implements Reply {}

    /** No message expires so early. */
    private static final long NO_TIME = Long.MIN_VALUE;

    private final ActorContext<QueueProtocol.Command> context;
    private final QueueState state;
    private @Nullable LogChild log;
    /** Pages of which a part was asked for, by the first offset of that. */
    private final Map<Long, Page> coming = new HashMap<>();
    /** Messages whose content is on its way from the journal. */
    private final TreeMap<Long, QueuedMessage> fetched = new TreeMap<>();
    /** What the journal was asked for: the last offset by the first. */
    private final Map<Long, Long> asked = new HashMap<>();
    /** Publishers that wait for pages to get to disk. */
    private final ArrayDeque<PublishTicket> held = new ArrayDeque<>(0);

    private @Nullable ScratchPages scratch;
    private long lastNumber;
    private int leaving;
    /** The disk has refused a page; another is tried after a while. */
    private boolean isRefused;

    Paging(ActorContext<QueueProtocol.Command> context, QueueState state, @Nullable LogChild log) {
        this.context = context;
        this.state = state;
        this.log = log;
    }

    /** The queue becomes durable. */
    void attach(LogChild made) {
        log = made;
    }

    /** Reads from disk for somebody who looks in. */
    DiskReader reader() {
        return new DiskReader(context.getSystem(), log != null && log.hasRecovered() ? log.ref() : null, scratch);
    }

    /** Part of each turn of the queue. {@code isBehind}: nothing comes back only because it expires. */
    void turn(boolean isBehind) {
        state.ready.takeDone().forEach(this::done);
        for (Page page : state.ready.takeWanted(isBehind || isBusy() ? NO_TIME : SteadyClock.millis())) {
            load(page);
        }
        fetch(state.ready.takeWithoutContent());
        sendAway();
        while (!held.isEmpty() && !isFull()) {
            PublishTicket ticket = held.removeFirst();
            if (--ticket.unsafe == 0) {
                ticket.confirm(context.getSelf());
            }
        }
    }

    /** So many pages are on their way back that no more come because something in them expires; their arrival is the next turn. */
    boolean isBusy() {
        return coming.size() >= COMING_MAX;
    }

    private void sendAway() {
        while (state.memory.isShort() && leaving < LEAVING_MAX && !isRefused) {
            Page page = state.ready.pollLeaving();
            if (page == null) {
                return;
            }
            send(page);
        }
    }

    private void send(Page page) {
        List<StoredMessage> unstored = page.scratchNumber == 0 ? page.unstored() : List.of();
        if (unstored.isEmpty()) {
            state.left(page);
            return;
        }
        page.place = Place.LEAVING;
        page.scratchNumber = ++lastNumber;
        leaving++;
        context.pipeToSelf(
                scratch().write(page.scratchNumber, unstored),
                (done, failure) -> new FromDisk(new Written(page, failure)));
    }

    private ScratchPages scratch() {
        ScratchPages known = scratch;
        if (known == null) {
            known = StoreExtension.get(context.getSystem()).scratchPages();
            scratch = known;
        }
        return known;
    }

    void onReply(Reply reply) {
        if (reply instanceof Written written) {
            onWritten(written);
        } else if (reply instanceof Read read) {
            onRead(read);
        } else {
            isRefused = false;
        }
    }

    private void onWritten(Written written) {
        Page page = written.page();
        leaving--;
        if (written.failure() != null && !isRefused) {
            isRefused = true;
            context.scheduleOnce(RETRY, context.getSelf(), new FromDisk(new Retry()));
            context.getLog().warn("messages that wait could not go to disk: {}", String.valueOf(written.failure()));
        }
        if (page.place != Place.LEAVING) {
            // it was needed again meanwhile
            done(page);
        } else if (written.failure() != null) {
            page.scratchNumber = 0;
            state.ready.stays(page);
        } else {
            state.left(page);
        }
    }

    private void load(Page page) {
        page.parts = page.inJournal ? page.offsetsWithNeighbours(NEIGHBOURS) : OffsetRanges.EMPTY;
        page.partsAsked = 0;
        page.partsMissing = page.parts.rangeCount() + (page.scratchNumber > 0 ? 1 : 0);
        askForPart(page);
        if (page.scratchNumber > 0) {
            context.pipeToSelf(
                    scratch().read(page.scratchNumber),
                    (messages, failure) -> new FromDisk(new Read(page, messages, failure)));
        }
    }

    /** One part at a time: those of a priority that is rare can stand in many events. */
    private void askForPart(Page page) {
        if (log != null && page.partsAsked < page.parts.rangeCount()) {
            int part = page.partsAsked++;
            coming.put(page.parts.first(part), page);
            ask(log.ref(), page.parts.first(part), page.parts.last(part));
        }
    }

    private void onRead(Read read) {
        if (read.page().place != Place.COMING) {
            return;
        }
        if (read.messages() == null) {
            // not its cause: damage here costs only what lived in memory, and the queue starts again without it
            throw new IllegalStateException("messages that were paged out cannot be read: " + read.failure());
        }
        come(read.page(), read.messages(), QueuedMessage.Storage.TRANSIENT);
    }

    void onLoaded(QueueLog.Loaded loaded) {
        Long last = asked.remove(loaded.first());
        if (last == null) {
            return;
        }
        Page page = coming.remove(loaded.first());
        if (page != null) {
            askForPart(page);
            come(page, loaded.messages(), QueuedMessage.Storage.STORED);
        } else {
            bring(loaded, last);
        }
    }

    /** The log has started anew, and has forgotten what it was asked. */
    void askAgain() {
        if (log != null) {
            asked.forEach((first, last) -> log.ref().tell(new QueueLog.Load(first, last)));
        }
    }

    /** Brings back the content of messages that clients held. */
    void fetch(List<QueuedMessage> messages) {
        if (messages.isEmpty() || log == null) {
            return;
        }
        List<QueuedMessage> sorted = messages.stream()
                .sorted(Comparator.comparingLong(message -> message.offset))
                .toList();
        long first = sorted.get(0).offset;
        long last = first;
        for (QueuedMessage message : sorted) {
            fetched.put(message.offset, message);
            if (message.offset - last > NEIGHBOURS) {
                ask(log.ref(), first, last);
                first = message.offset;
            }
            last = message.offset;
        }
        ask(log.ref(), first, last);
    }

    private void ask(ActorRef<QueueLog.Command> journal, long first, long last) {
        asked.put(first, last);
        journal.tell(new QueueLog.Load(first, last));
    }

    private void bring(QueueLog.Loaded loaded, long last) {
        for (StoredMessage stored : loaded.messages()) {
            QueuedMessage message = fetched.remove(stored.offset());
            if (message != null) {
                state.memory.bring(message, stored.message());
            }
        }
        Map<Long, QueuedMessage> rest = fetched.subMap(loaded.first(), true, last, true);
        if (rest.values().stream().anyMatch(QueuedMessage::isNeeded)) {
            throw new IllegalStateException("messages that clients held are not in the journal: " + rest.keySet());
        }
        rest.clear();
    }

    private void come(Page page, List<StoredMessage> messages, QueuedMessage.Storage storage) {
        if (page.place == Place.COMING && page.come(messages, storage)) {
            state.arrived(page);
        }
    }

    /** Nobody needs what a page has on disk. */
    void done(Page page) {
        coming.values().removeIf(page::equals);
        if (page.scratchNumber > 0) {
            scratch().release(page.scratchNumber);
            page.scratchNumber = 0;
        }
    }

    /** True when the publisher of this batch must wait, as more comes than the disk takes. */
    boolean holds(PublishTicket ticket) {
        if (!isFull()) {
            return false;
        }
        ticket.unsafe++;
        held.addLast(ticket);
        return true;
    }

    /** Some publishers wait. */
    boolean isHolding() {
        return !held.isEmpty();
    }

    /** Memory should take no more messages of this queue until the disk has some. */
    boolean isFull() {
        return leaving >= LEAVING_MAX || (isRefused && state.memory.isShort());
    }

    /** The queue ends. */
    void close() {
        if (scratch != null) {
            scratch.purge();
        }
    }
}
