package warren.actors.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import warren.persistence.event.OffsetRanges;

/**
 * The messages that wait, in publish order. Those that came back are kept apart, and each stands again at its original place: before all
 * that were never handed out, unless the queue had priorities when it went. Of the others the head is in memory; the rest are pages, which
 * may be on disk.
 */
final class ReadyInOrder implements ReadyMessages {
    /** New messages go to the head while fewer are in it ... */
    private static final int HEAD_MESSAGES_MAX = Pages.NEAR_MESSAGES_MAX;
    /** ... and it weighs less. */
    private static final long HEAD_WEIGHT_MAX = Pages.NEAR_WEIGHT_MAX;

    private static final int LEVEL_MESSAGES_MIN = 100;
    private static final long LEVEL_WEIGHT_MIN = 64 << 10;

    /** In a store of delayed messages: when a page is read because something in it is due, what is due so soon after that stays ... */
    private static final long LEAD_MILLIS = 60_000;
    /** ... in memory while all of that weighs less. Else a page of messages with very different delays would be read for each of them. */
    private static final long NEAR_WEIGHT_MAX = 16 << 20;

    private final Head head = new Head();
    private final TreeMap<Long, QueuedMessage> returned = new TreeMap<>();
    private final Expiries expiries = new Expiries();
    private final Pages pages;
    private final int headMessagesMax;
    private final long headWeightMax;
    private final long leadMillis;
    private final int level;
    /** That of the messages that are soon due, which stand in {@link #returned}: nothing else does in a store of delayed messages. */
    private long nearWeight;

    private int size;
    private long bodyBytes;

    /** All messages of a queue. */
    ReadyInOrder() {
        this(new Pages(() -> new Page()), 0, HEAD_MESSAGES_MAX, HEAD_WEIGHT_MAX, 0);
    }

    /** Delayed messages, which nobody takes before they expire. */
    static ReadyInOrder ofDelayed() {
        return new ReadyInOrder(new Pages(() -> new Page()), 0, HEAD_MESSAGES_MAX, HEAD_WEIGHT_MAX, LEAD_MILLIS);
    }

    private ReadyInOrder(Pages pages, int level, int headMessagesMax, long headWeightMax, long leadMillis) {
        this.level = level;
        this.leadMillis = leadMillis;
        this.pages = pages;
        this.headMessagesMax = headMessagesMax;
        this.headWeightMax = headWeightMax;
    }

    /** Those of one of several levels, which together keep about as much in memory as one alone. */
    static ReadyInOrder ofLevel(int level, int levels) {
        return new ReadyInOrder(
                new Pages(() -> Page.ofLevel(level)),
                level,
                Math.max(LEVEL_MESSAGES_MIN, HEAD_MESSAGES_MAX / levels),
                Math.max(LEVEL_WEIGHT_MIN, HEAD_WEIGHT_MAX / levels),
                0);
    }

    @Override
    public int priorities() {
        return 0;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public boolean isEmpty() {
        return size == 0;
    }

    @Override
    public boolean hasNext() {
        return isReturnedNext() ? returned.firstEntry().getValue().hasContent() : !head.isEmpty();
    }

    private boolean isReturnedNext() {
        return !returned.isEmpty() && returned.firstKey() < firstNotReturned();
    }

    private long firstNotReturned() {
        QueuedMessage first = head.first();
        return first == null ? pages.firstOffset() : first.offset;
    }

    /** That of the message which came first; {@link Long#MAX_VALUE} when there is none. */
    long firstOffset() {
        return isReturnedNext() ? returned.firstKey() : firstNotReturned();
    }

    @Override
    public long bodyBytes() {
        return bodyBytes;
    }

    @Override
    public long earliestExpiryMillis() {
        return Math.min(expiries.earliestMillis(), pages.earliestExpiryMillis());
    }

    @Override
    public void add(QueuedMessage message) {
        if (pages.isEmpty() && head.size() < headMessagesMax && head.weight() < headWeightMax) {
            head.add(message);
        } else {
            pages.add(message);
        }
        enter(message);
        fillHead();
    }

    @Override
    public void add(Page page) {
        pages.add(page);
        size += page.count;
        bodyBytes += page.bodyBytes;
    }

    @Override
    public void putBack(QueuedMessage message) {
        returned.put(message.offset, message);
        enter(message);
    }

    @Override
    public List<QueuedMessage> takeWithoutContent() {
        if (hasNext() || !isReturnedNext()) {
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

    private void enter(QueuedMessage message) {
        message.waits = true;
        message.level = level;
        size++;
        bodyBytes += message.bodyBytes;
        expiries.add(message);
    }

    @Override
    public @Nullable QueuedMessage poll() {
        QueuedMessage next;
        if (isReturnedNext()) {
            next = hasNext() ? returned.pollFirstEntry().getValue() : null;
        } else {
            next = head.poll();
        }
        if (next != null) {
            leave(next);
            expiries.left(next);
            fillHead();
        }
        return next;
    }

    @Override
    public @Nullable QueuedMessage pollBelow(long offset) {
        return firstOffset() < offset ? poll() : null;
    }

    @Override
    public boolean hasBelow(long offset) {
        return firstOffset() < offset;
    }

    @Override
    public void beginMoves() {
        // elsewhere they stand in another heap
        expiries.clear();
    }

    @Override
    public boolean moveFirst(ReadyMessages to) {
        if (isReturnedNext()) {
            QueuedMessage first = returned.pollFirstEntry().getValue();
            leave(first);
            to.putBack(first);
            return true;
        }
        QueuedMessage first = poll();
        if (first == null) {
            return false;
        }
        to.add(first);
        return true;
    }

    @Override
    public List<Page> takeWantedToMove() {
        return takeWanted(0, 0, Long.MIN_VALUE);
    }

    @Override
    public @Nullable QueuedMessage pollExpired(long nowMillis) {
        QueuedMessage dead = expiries.poll(nowMillis);
        if (dead != null) {
            remove(dead);
        }
        return dead;
    }

    @Override
    public void take(QueuedMessage message) {
        remove(message);
        expiries.left(message);
    }

    private void remove(QueuedMessage message) {
        Page page = message.page;
        leave(message);
        if (page != null) {
            page.remove(message);
        } else if (returned.remove(message.offset) != null) {
            nearWeight -= message.weight();
        } else {
            head.left(message);
        }
        fillHead();
    }

    private void leave(QueuedMessage message) {
        message.waits = false;
        size--;
        bodyBytes -= message.bodyBytes;
    }

    private void fillHead() {
        while (head.size() < headMessagesMax / 4 && head.weight() < headWeightMax && !pages.isEmpty()) {
            Page next = pages.pollInMemory();
            if (next == null) {
                return;
            }
            for (QueuedMessage message : next.messages()) {
                message.page = null;
                head.add(message);
            }
        }
    }

    @Override
    public List<Page> takeDone() {
        return pages.takeDone();
    }

    @Override
    public List<Page> takeWanted(long nowMillis) {
        return takeWanted(0, 0, nowMillis);
    }

    /** The same; so many messages of other levels, with so many bytes, come before these. */
    List<Page> takeWanted(int messagesBefore, long bytesBefore, long nowMillis) {
        return pages.isEmpty()
                ? List.of()
                : pages.takeWanted(messagesBefore + head.size(), bytesBefore + head.weight(), nowMillis);
    }

    @Override
    public List<QueuedMessage> arrived(Page page) {
        size -= page.count;
        bodyBytes -= page.bodyBytes;
        long horizonMillis = page.earliestExpiryMillis + leadMillis;
        page.arrive();
        List<QueuedMessage> all = List.copyOf(page.messages());
        all.forEach(this::enter);
        if (leadMillis > 0) {
            bringNear(page, all, horizonMillis);
        }
        pages.arrived(page);
        fillHead();
        return all;
    }

    private void bringNear(Page page, List<QueuedMessage> all, long horizonMillis) {
        for (QueuedMessage message : all) {
            if (message.expiresAtMillis <= horizonMillis && nearWeight < NEAR_WEIGHT_MAX) {
                page.remove(message);
                returned.put(message.offset, message);
                nearWeight += message.weight();
            }
        }
    }

    @Override
    public @Nullable Page pollLeaving() {
        return pollLeaving(0, 0);
    }

    /** The same; so many messages of other levels, with so many bytes, come before these. */
    @Nullable
    Page pollLeaving(int messagesBefore, long bytesBefore) {
        return pages.pollLeaving(messagesBefore + head.size(), bytesBefore + head.weight());
    }

    @Override
    public void left(Page page) {
        List<QueuedMessage> leaving = page.messages();
        pages.left(page);
        leaving.forEach(expiries::left);
    }

    @Override
    public void stays(Page page) {
        pages.stays(page);
    }

    @Override
    public boolean look(Inspection.Place after, Onlooker onlooker) {
        return look(after.level() == 0 ? after.offset() : -1, onlooker);
    }

    /** The same of one level. */
    boolean look(long after, Onlooker onlooker) {
        for (QueuedMessage message : returned.tailMap(after, false).values()) {
            if (!onlooker.sees(message)) {
                return false;
            }
        }
        return head.waiting().filter(message -> message.offset > after).allMatch(onlooker::sees)
                && pages.look(after, onlooker);
    }

    @Override
    public void find(OffsetRanges offsets, Onlooker finder) {
        if (returned.size() < offsets.size()) {
            returned.values().stream()
                    .filter(message -> offsets.contains(message.offset))
                    .forEach(finder::sees);
        } else {
            offsets.iterator()
                    .forEachRemaining((long offset) ->
                            Optional.ofNullable(returned.get(offset)).ifPresent(finder::sees));
        }
        head.waiting().filter(message -> offsets.contains(message.offset)).forEach(finder::sees);
        pages.find(offsets, finder);
    }

    @Override
    public void removeAway(Page page, QueuedMessage message) {
        size--;
        bodyBytes -= message.bodyBytes;
        page.removeAway(message);
    }

    @Override
    public void clear(Consumer<QueuedMessage> here, Consumer<Page> away) {
        var all = new ArrayList<>(returned.values());
        head.waiting().forEach(all::add);
        returned.clear();
        head.clear();
        expiries.clear();
        nearWeight = 0;
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
