package warren.actors.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import warren.persistence.event.OffsetRanges;
import warren.persistence.event.StoredMessage;

/** The messages behind the head of a queue, in pages by ascending offset, of which the last is filled by new ones. */
final class Pages {
    /** The next pages in line come to memory, and stay there, while what is before them are fewer messages ... */
    static final int NEAR_MESSAGES_MAX = 4_000;
    /** ... and weighs less. */
    static final long NEAR_WEIGHT_MAX = 1 << 20;

    /** So many pages in which messages expire are wanted at once. */
    private static final int EXPIRING_MAX = 16;

    private final ArrayDeque<Page> pages = new ArrayDeque<>(0);
    /** Full ones in memory that nobody has tried to send away since they were there last; those for the next consumers first. */
    private final ArrayDeque<Page> full = new ArrayDeque<>(0);
    /** Those away in which a message may expire. */
    private final PriorityQueue<Page> expiring =
            new PriorityQueue<>(Comparator.<Page>comparingLong(page -> page.earliestExpiryMillis));
    /** Those whose scratch page nobody needs any more. */
    private List<Page> done = new ArrayList<>(0);

    /** Makes an empty page in memory. */
    private final Supplier<Page> empty;

    Pages(Supplier<Page> empty) {
        this.empty = empty;
    }

    boolean isEmpty() {
        return pages.isEmpty();
    }

    void add(QueuedMessage message) {
        Page last = pages.peekLast();
        if (last == null || last.isClosed) {
            last = empty.get();
            pages.addLast(last);
        }
        last.add(message);
        if (last.isFull()) {
            last.isClosed = true;
            full.addLast(last);
        }
    }

    /** No message in them has a lower one; {@link Long#MAX_VALUE} when there is none. */
    long firstOffset() {
        for (Page page : pages) {
            if (page.count > 0) {
                return page.first;
            }
        }
        return Long.MAX_VALUE;
    }

    /** A page on disk, behind all others. */
    void add(Page page) {
        pages.addLast(page);
        watchExpiry(page);
    }

    private void watchExpiry(Page page) {
        if (page.earliestExpiryMillis != StoredMessage.NEVER) {
            expiring.add(page);
        }
    }

    /** Takes the first page out if it is in memory. */
    @Nullable
    Page pollInMemory() {
        Page first = pages.peekFirst();
        while (first != null && first.count == 0 && first.place != Page.Place.COMING) {
            leave(first);
            first = pages.peekFirst();
        }
        if (first == null || !first.isInMemory()) {
            return null;
        }
        leave(first);
        return first;
    }

    private void leave(Page first) {
        pages.removeFirst();
        full.remove(first);
        expiring.remove(first);
        if (first.place != Page.Place.LEAVING && first.scratchNumber > 0) {
            done.add(first);
        }
        // a page whose way to disk is under way is done with when it gets there
        first.place = Page.Place.HERE;
    }

    /** The first page that is not near; null when all are. So many messages of such a weight are before the first page of all. */
    private @Nullable Page firstFar(int messagesBefore, long weightBefore) {
        int messages = messagesBefore;
        long weight = weightBefore;
        for (Page page : pages) {
            if (messages >= NEAR_MESSAGES_MAX || weight >= NEAR_WEIGHT_MAX) {
                return page;
            }
            messages += page.count;
            weight += page.weight;
        }
        return null;
    }

    /** The pages to bring back: those that are near, and those in which messages expire. */
    List<Page> takeWanted(int messagesBefore, long weightBefore, long nowMillis) {
        var wanted = new ArrayList<Page>(0);
        Page far = firstFar(messagesBefore, weightBefore);
        for (Page page : pages) {
            if (page == far) {
                break;
            }
            want(page, wanted);
        }
        for (int i = 0; i < EXPIRING_MAX && !expiring.isEmpty(); i++) {
            if (expiring.peek().earliestExpiryMillis > nowMillis) {
                break;
            }
            want(expiring.poll(), wanted);
        }
        return wanted;
    }

    private static void want(Page page, List<Page> wanted) {
        // one in which all has expired has nothing to bring, and goes when it is the first
        if (page.place == Page.Place.AWAY && page.count > 0) {
            page.place = Page.Place.COMING;
            wanted.add(page);
        }
    }

    /** A page came back. */
    void arrived(Page page) {
        expiring.remove(page);
        // also one from which some have expired: it takes no new ones, and may leave again
        if (page.isClosed) {
            full.addLast(page);
        }
    }

    /**
     * The full page in memory that will be needed last; null when there is none that can leave now. One that is near stays: it would have
     * to come back at once.
     */
    @Nullable
    Page pollLeaving(int messagesBefore, long weightBefore) {
        Page far = full.isEmpty() ? null : firstFar(messagesBefore, weightBefore);
        if (far == null) {
            return null;
        }
        for (Iterator<Page> fromLast = full.descendingIterator(); fromLast.hasNext(); ) {
            Page page = fromLast.next();
            if (page.first >= far.first) {
                if (!page.canLeave()) {
                    return null;
                }
                fromLast.remove();
                return page;
            }
        }
        return null;
    }

    /** It could not leave: another time. */
    void stays(Page page) {
        page.place = Page.Place.HERE;
        full.addLast(page);
    }

    /** It is on disk. */
    void left(Page page) {
        page.goAway();
        watchExpiry(page);
    }

    /** When a message on disk may expire; {@link StoredMessage#NEVER} when none does. */
    long earliestExpiryMillis() {
        Page first = expiring.peek();
        return first == null ? StoredMessage.NEVER : first.earliestExpiryMillis;
    }

    /** See {@link ReadyMessages#look}. */
    boolean look(long after, ReadyMessages.Onlooker onlooker) {
        for (Page page : pages) {
            if (page.last <= after || page.count == 0) {
                continue;
            }
            if (!page.isInMemory()) {
                if (!onlooker.seesAway(page)) {
                    return false;
                }
                continue;
            }
            for (QueuedMessage message : page.messages()) {
                if (message.offset > after && !onlooker.sees(message)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** See {@link ReadyMessages#find}. */
    void find(OffsetRanges offsets, ReadyMessages.Onlooker finder) {
        for (Page page : pages) {
            if (page.count == 0 || offsets.rank(page.first) == offsets.rank(page.last + 1)) {
                continue;
            }
            if (page.isInMemory()) {
                page.messages().stream()
                        .filter(message -> offsets.contains(message.offset))
                        .forEach(finder::sees);
            } else {
                finder.seesAway(page);
            }
        }
    }

    /** The pages whose scratch page nobody needs any more, each once. */
    List<Page> takeDone() {
        if (done.isEmpty()) {
            return List.of();
        }
        List<Page> taken = done;
        done = new ArrayList<>(0);
        return taken;
    }

    /** Takes all out. */
    List<Page> clear() {
        var all = List.copyOf(pages);
        pages.clear();
        full.clear();
        expiring.clear();
        return all;
    }
}
