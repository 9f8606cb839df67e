package warren.actors.queue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import warren.persistence.event.OffsetRanges;

/**
 * The messages that wait while the priorities of their queue change: they leave the old order in the order in which they came, and each
 * finds its place in the new one. Nothing is handed out, comes or goes meanwhile; pages of the old order come back from disk, those of the
 * new one may leave.
 */
final class ReadyInMotion implements ReadyMessages {
    private final ReadyMessages from;
    private final ReadyMessages to;
    /** Pages of the new order on their way to disk. */
    private final Set<Page> leaving = new HashSet<>();

    ReadyInMotion(ReadyMessages from, int priorities) {
        this.from = from;
        // what clients hold may stand between two messages of a page
        this.to = priorities > 0 ? new ReadyByPriority(priorities) : ReadyInOrder.ofLevel(0, 1);
        from.beginMoves();
    }

    /** Moves the next one. Returns false when there is none in memory. */
    boolean move() {
        return from.moveFirst(to);
    }

    boolean isDone() {
        return from.isEmpty();
    }

    /** The new order, when all have moved; {@code page} gets what is left of a page that is empty. */
    ReadyMessages end(Consumer<Page> page) {
        from.takeDone().forEach(page);
        from.clear(message -> {}, page);
        return to;
    }

    @Override
    public int priorities() {
        return to.priorities();
    }

    @Override
    public int size() {
        return from.size() + to.size();
    }

    @Override
    public boolean isEmpty() {
        return from.isEmpty() && to.isEmpty();
    }

    @Override
    public boolean hasNext() {
        return false;
    }

    @Override
    public long bodyBytes() {
        return from.bodyBytes() + to.bodyBytes();
    }

    @Override
    public long earliestExpiryMillis() {
        return to.earliestExpiryMillis();
    }

    @Override
    public void add(QueuedMessage message) {
        throw notNow();
    }

    @Override
    public void add(Page page) {
        throw notNow();
    }

    @Override
    public void putBack(QueuedMessage message) {
        throw notNow();
    }

    private static IllegalStateException notNow() {
        return new IllegalStateException("the priorities of the queue are changing");
    }

    @Override
    public List<QueuedMessage> takeWithoutContent() {
        return List.of();
    }

    @Override
    public @Nullable QueuedMessage poll() {
        return null;
    }

    @Override
    public @Nullable QueuedMessage pollBelow(long offset) {
        return null;
    }

    @Override
    public boolean hasBelow(long offset) {
        return from.hasBelow(offset) || to.hasBelow(offset);
    }

    @Override
    public void beginMoves() {
        throw notNow();
    }

    @Override
    public boolean moveFirst(ReadyMessages other) {
        throw notNow();
    }

    @Override
    public List<Page> takeWantedToMove() {
        return from.takeWantedToMove();
    }

    @Override
    public @Nullable QueuedMessage pollExpired(long nowMillis) {
        return null;
    }

    @Override
    public void take(QueuedMessage message) {
        from.take(message);
    }

    @Override
    public List<Page> takeDone() {
        var done = new ArrayList<>(from.takeDone());
        done.addAll(to.takeDone());
        return done;
    }

    @Override
    public List<Page> takeWanted(long nowMillis) {
        return from.takeWantedToMove();
    }

    @Override
    public List<QueuedMessage> arrived(Page page) {
        return from.arrived(page);
    }

    @Override
    public @Nullable Page pollLeaving() {
        Page page = to.pollLeaving();
        if (page != null) {
            leaving.add(page);
        }
        return page;
    }

    @Override
    public void left(Page page) {
        (leaving.remove(page) ? to : from).left(page);
    }

    @Override
    public void stays(Page page) {
        (leaving.remove(page) ? to : from).stays(page);
    }

    @Override
    public boolean look(Inspection.Place after, Onlooker onlooker) {
        return true;
    }

    @Override
    public void find(OffsetRanges offsets, Onlooker finder) {
        from.find(offsets, finder);
        to.find(offsets, finder);
    }

    @Override
    public void removeAway(Page page, QueuedMessage message) {
        throw notNow();
    }

    @Override
    public void clear(Consumer<QueuedMessage> here, Consumer<Page> away) {
        from.clear(here, away);
        to.clear(here, away);
    }
}
