package warren.actors.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The messages that wait, in publish order. Those that came back are kept apart: their offsets are all below those of messages that
 * were never handed out, so they go first and each stands again at its original place. Of the others the head is in memory; the rest
 * are pages, which may be on disk.
 *
 * <p>A message that expires in the middle is marked and passed over later; its place is given back when it comes to the front, or when
 * such places are the most.
 */
final class ReadyMessages {
    /** The head is filled from the pages while fewer messages are in it. */
    private static final int HEAD_MESSAGES_MIN = 1_000;
    /** New messages go to the head while fewer are in it ... */
    private static final int HEAD_MESSAGES_MAX = 4_000;
    /** ... and it weighs less. */
    private static final long HEAD_WEIGHT_MAX = 1 << 20;

    private static final int GAPS_MIN = 1_000;

    private final ArrayDeque<QueuedMessage> head = new ArrayDeque<>();
    private final TreeMap<Long, QueuedMessage> returned = new TreeMap<>();
    private final Expiries expiries = new Expiries();
    private final Pages pages = new Pages();
    /** Places in {@link #head} of messages that expired. */
    private int gaps;

    private long headWeight;
    private int size;
    private long bodyBytes;

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** True when the next message is in memory. */
    boolean hasNext() {
        return returned.isEmpty()
                ? !head.isEmpty()
                : returned.firstEntry().getValue().hasContent();
    }

    /** Bytes of the bodies. */
    long bodyBytes() {
        return bodyBytes;
    }

    /** No message expires before; {@link warren.persistence.event.StoredMessage#NEVER} when none does. */
    long earliestExpiryMillis() {
        return Math.min(expiries.earliestMillis(), pages.earliestExpiryMillis());
    }

    /** A new message; its offset is above all others. */
    void add(QueuedMessage message) {
        if (pages.isEmpty() && head.size() < HEAD_MESSAGES_MAX && headWeight < HEAD_WEIGHT_MAX) {
            addToHead(message);
        } else {
            pages.add(message);
        }
        enter(message);
        fillHead();
    }

    /** A page on disk; its offsets are above all others. */
    void add(Page page) {
        pages.add(page);
        size += page.count;
        bodyBytes += page.bodyBytes;
    }

    /** A message that was handed out and comes back. */
    void putBack(QueuedMessage message) {
        returned.put(message.offset, message);
        enter(message);
    }

    /** Messages that came back and are the next ones, whose content has to come back too: the caller fetches it. */
    List<QueuedMessage> takeWithoutContent() {
        if (hasNext() || returned.isEmpty()) {
            return List.of();
        }
        var wanted = new ArrayList<QueuedMessage>();
        long bytes = 0;
        int near = 0;
        for (QueuedMessage message : returned.values()) {
            if (near++ >= Page.MESSAGES_MAX || bytes >= HEAD_WEIGHT_MAX) {
                break;
            }
            bytes += message.bodyBytes;
            if (message.takeWanted()) {
                wanted.add(message);
            }
        }
        return wanted;
    }

    private void addToHead(QueuedMessage message) {
        head.addLast(message);
        headWeight += message.weight();
    }

    private void enter(QueuedMessage message) {
        message.waits = true;
        size++;
        bodyBytes += message.bodyBytes;
        expiries.add(message);
    }

    /** The next one to hand out; null when there is none, or it is not in memory. */
    @Nullable
    QueuedMessage poll() {
        QueuedMessage next;
        if (returned.isEmpty()) {
            next = head.pollFirst();
            if (next != null) {
                headWeight -= next.weight();
            }
        } else {
            next = hasNext() ? returned.pollFirstEntry().getValue() : null;
        }
        if (next != null) {
            leave(next);
            expiries.left(next);
            passGaps();
            fillHead();
        }
        return next;
    }

    /** Takes out the next one in memory that is dead by now, wherever it stands. */
    @Nullable
    QueuedMessage pollExpired(long nowMillis) {
        QueuedMessage dead = expiries.poll(nowMillis);
        if (dead != null) {
            Page page = dead.page;
            leave(dead);
            if (page != null) {
                page.remove(dead);
            } else if (returned.remove(dead.offset) == null) {
                headWeight -= dead.weight();
                gaps++;
                passGaps();
            }
            fillHead();
        }
        return dead;
    }

    private void leave(QueuedMessage message) {
        message.waits = false;
        size--;
        bodyBytes -= message.bodyBytes;
    }

    /** After this the first of {@link #head} waits. */
    private void passGaps() {
        if (gaps > GAPS_MIN && gaps * 2 > head.size()) {
            head.removeIf(message -> !message.waits);
            gaps = 0;
        }
        while (gaps > 0 && !head.getFirst().waits) {
            head.removeFirst();
            gaps--;
        }
    }

    private void fillHead() {
        while (head.size() < HEAD_MESSAGES_MIN && !pages.isEmpty()) {
            Page next = pages.pollInMemory();
            if (next == null) {
                return;
            }
            for (QueuedMessage message : next.messages()) {
                message.page = null;
                addToHead(message);
            }
        }
    }

    /** The pages whose scratch page nobody needs any more, each once. */
    List<Page> takeDone() {
        return pages.takeDone();
    }

    /** The pages to bring back now: see that they {@link #arrived}. */
    List<Page> takeWanted(long nowMillis) {
        return pages.isEmpty() ? List.of() : pages.takeWanted(head.size(), HEAD_MESSAGES_MAX, nowMillis);
    }

    /** All of a page is in memory again. */
    void arrived(Page page) {
        size -= page.count;
        bodyBytes -= page.bodyBytes;
        page.arrive();
        for (QueuedMessage message : page.messages()) {
            enter(message);
        }
        pages.arrived(page);
        fillHead();
    }

    /** A page that memory can do without; null when there is none now. It {@link #left} or {@link #stays}. */
    @Nullable
    Page pollLeaving() {
        return pages.pollLeaving();
    }

    void left(Page page) {
        List<QueuedMessage> leaving = page.messages();
        pages.left(page);
        leaving.forEach(expiries::left);
    }

    void stays(Page page) {
        pages.stays(page);
    }

    /** Takes all out: {@code here} gets each message in memory, {@code away} each page that is not. */
    void clear(Consumer<QueuedMessage> here, Consumer<Page> away) {
        var all = new ArrayList<>(returned.values());
        head.stream().filter(message -> message.waits).forEach(all::add);
        returned.clear();
        head.clear();
        expiries.clear();
        gaps = 0;
        headWeight = 0;
        size = 0;
        bodyBytes = 0;
        for (Page page : pages.clear()) {
            boolean isAway = !page.isInMemory();
            // what is under way to or from the disk comes too late
            page.place = Page.Place.HERE;
            if (isAway) {
                away.accept(page);
            } else {
                all.addAll(page.messages());
            }
        }
        all.forEach(message -> {
            message.waits = false;
            message.page = null;
            here.accept(message);
        });
    }
}
