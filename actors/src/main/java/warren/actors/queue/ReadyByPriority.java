package warren.actors.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import warren.persistence.event.OffsetRanges;
import warren.persistence.event.StoredMessage;

/**
 * The messages that wait in a queue with priorities (argument x-max-priority): a level for each priority that was used, those of the
 * highest first. A priority above the highest counts as the highest, none as 0. Within a level the order is that of publishing.
 */
final class ReadyByPriority implements ReadyMessages {
    /** By priority; null until a message of it comes. */
    private final @Nullable ReadyInOrder[] levels;

    /** {@code highest}: 1 to 255. */
    ReadyByPriority(int highest) {
        levels = new ReadyInOrder[highest + 1];
    }

    private ReadyInOrder level(int priority) {
        ReadyInOrder level = levels[priority];
        if (level == null) {
            level = ReadyInOrder.ofLevel(priority, levels.length);
            levels[priority] = level;
        }
        return level;
    }

    /** The level of the next message; null when nothing waits. */
    private @Nullable ReadyInOrder first() {
        for (int priority = levels.length - 1; priority >= 0; priority--) {
            ReadyInOrder level = levels[priority];
            if (level != null && !level.isEmpty()) {
                return level;
            }
        }
        return null;
    }

    /** The level whose first message came before those of all others; null when nothing waits. */
    private @Nullable ReadyInOrder earliest() {
        ReadyInOrder earliest = null;
        for (ReadyInOrder level : levels) {
            if (level != null
                    && !level.isEmpty()
                    && (earliest == null || level.firstOffset() < earliest.firstOffset())) {
                earliest = level;
            }
        }
        return earliest;
    }

    @Override
    public int priorities() {
        return levels.length - 1;
    }

    @Override
    public int size() {
        int size = 0;
        for (ReadyInOrder level : levels) {
            size += level == null ? 0 : level.size();
        }
        return size;
    }

    @Override
    public boolean isEmpty() {
        return first() == null;
    }

    @Override
    public boolean hasNext() {
        ReadyInOrder first = first();
        return first != null && first.hasNext();
    }

    @Override
    public long bodyBytes() {
        long bytes = 0;
        for (ReadyInOrder level : levels) {
            bytes += level == null ? 0 : level.bodyBytes();
        }
        return bytes;
    }

    @Override
    public long earliestExpiryMillis() {
        long earliest = StoredMessage.NEVER;
        for (ReadyInOrder level : levels) {
            earliest = level == null ? earliest : Math.min(earliest, level.earliestExpiryMillis());
        }
        return earliest;
    }

    @Override
    public void add(QueuedMessage message) {
        level(message).add(message);
    }

    private ReadyInOrder level(QueuedMessage message) {
        return level(Math.min(message.priority(), priorities()));
    }

    @Override
    public void add(Page page) {
        level(page.level).add(page);
    }

    @Override
    public void putBack(QueuedMessage message) {
        level(message).putBack(message);
    }

    @Override
    public List<QueuedMessage> takeWithoutContent() {
        ReadyInOrder first = first();
        return first == null ? List.of() : first.takeWithoutContent();
    }

    @Override
    public @Nullable QueuedMessage poll() {
        ReadyInOrder first = first();
        return first == null ? null : first.poll();
    }

    @Override
    public @Nullable QueuedMessage pollBelow(long offset) {
        for (int priority = levels.length - 1; priority >= 0; priority--) {
            ReadyInOrder level = levels[priority];
            if (level != null && level.hasBelow(offset)) {
                return level.pollBelow(offset);
            }
        }
        return null;
    }

    @Override
    public boolean hasBelow(long offset) {
        for (ReadyInOrder level : levels) {
            if (level != null && level.hasBelow(offset)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void beginMoves() {
        for (ReadyInOrder level : levels) {
            if (level != null) {
                level.beginMoves();
            }
        }
    }

    @Override
    public boolean moveFirst(ReadyMessages to) {
        ReadyInOrder earliest = earliest();
        return earliest != null && earliest.moveFirst(to);
    }

    @Override
    public List<Page> takeWantedToMove() {
        ReadyInOrder earliest = earliest();
        return earliest == null ? List.of() : earliest.takeWantedToMove();
    }

    @Override
    public @Nullable QueuedMessage pollExpired(long nowMillis) {
        for (ReadyInOrder level : levels) {
            QueuedMessage dead = level == null ? null : level.pollExpired(nowMillis);
            if (dead != null) {
                return dead;
            }
        }
        return null;
    }

    @Override
    public void take(QueuedMessage message) {
        level(message.level).take(message);
    }

    @Override
    public List<Page> takeDone() {
        var done = new ArrayList<Page>(0);
        for (ReadyInOrder level : levels) {
            if (level != null) {
                done.addAll(level.takeDone());
            }
        }
        return done;
    }

    @Override
    public List<Page> takeWanted(long nowMillis) {
        var wanted = new ArrayList<Page>(0);
        int messagesBefore = 0;
        long bytesBefore = 0;
        for (int priority = levels.length - 1; priority >= 0; priority--) {
            ReadyInOrder level = levels[priority];
            if (level != null) {
                wanted.addAll(level.takeWanted(messagesBefore, bytesBefore, nowMillis));
                messagesBefore += level.size();
                bytesBefore += level.bodyBytes();
            }
        }
        return wanted;
    }

    @Override
    public List<QueuedMessage> arrived(Page page) {
        return level(page.level).arrived(page);
    }

    @Override
    public @Nullable Page pollLeaving() {
        int messagesBefore = size();
        long bytesBefore = bodyBytes();
        for (ReadyInOrder level : levels) {
            if (level != null) {
                messagesBefore -= level.size();
                bytesBefore -= level.bodyBytes();
                Page leaving = level.pollLeaving(messagesBefore, bytesBefore);
                if (leaving != null) {
                    return leaving;
                }
            }
        }
        return null;
    }

    @Override
    public void left(Page page) {
        level(page.level).left(page);
    }

    @Override
    public void stays(Page page) {
        level(page.level).stays(page);
    }

    @Override
    public boolean look(Inspection.Place after, Onlooker onlooker) {
        for (int priority = Math.min(levels.length - 1, after.level()); priority >= 0; priority--) {
            ReadyInOrder level = levels[priority];
            if (level != null && !level.look(priority == after.level() ? after.offset() : -1, onlooker)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void find(OffsetRanges offsets, Onlooker finder) {
        for (ReadyInOrder level : levels) {
            if (level != null) {
                level.find(offsets, finder);
            }
        }
    }

    @Override
    public void removeAway(Page page, QueuedMessage message) {
        level(page.level).removeAway(page, message);
    }

    @Override
    public void clear(Consumer<QueuedMessage> here, Consumer<Page> away) {
        for (ReadyInOrder level : levels) {
            if (level != null) {
                level.clear(here, away);
            }
        }
    }
}
