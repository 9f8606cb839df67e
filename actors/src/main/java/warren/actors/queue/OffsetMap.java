package warren.actors.queue;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Messages by offset: a hash map without boxes, as every unacknowledged delivery goes through one. Open addressing with linear
 * probing; deletion moves the followers up, so there are no tombstones. It shrinks when it becomes empty.
 */
final class OffsetMap {
    private static final int SLOTS_MIN = 16;

    private @Nullable QueuedMessage[] slots = new QueuedMessage[SLOTS_MIN];
    private int size;

    int size() {
        return size;
    }

    void put(QueuedMessage message) {
        if (size * 2 >= slots.length) {
            resize(slots.length * 2);
        }
        int at = slot(message.offset);
        while (slots[at] != null) {
            at = (at + 1) & (slots.length - 1);
        }
        slots[at] = message;
        size++;
    }

    @Nullable
    QueuedMessage remove(long offset) {
        int mask = slots.length - 1;
        int at = slot(offset);
        for (QueuedMessage found = slots[at]; found != null; found = slots[at]) {
            if (found.offset == offset) {
                close(at);
                size--;
                if (size == 0 && slots.length > SLOTS_MIN * 64) {
                    slots = new QueuedMessage[SLOTS_MIN];
                }
                return found;
            }
            at = (at + 1) & mask;
        }
        return null;
    }

    /** All of them, the lowest offset first. */
    QueuedMessage[] sorted() {
        QueuedMessage[] all = new QueuedMessage[size];
        int count = 0;
        for (QueuedMessage message : slots) {
            if (message != null) {
                all[count++] = message;
            }
        }
        Arrays.sort(all, (a, b) -> Long.compare(a.offset, b.offset));
        return all;
    }

    void forEach(Consumer<QueuedMessage> action) {
        for (QueuedMessage message : slots) {
            if (message != null) {
                action.accept(message);
            }
        }
    }

    private void close(int hole) {
        int mask = slots.length - 1;
        int at = hole;
        while (true) {
            at = (at + 1) & mask;
            QueuedMessage follower = slots[at];
            if (follower == null) {
                break;
            }
            int home = slot(follower.offset);
            if (((at - home) & mask) >= ((at - hole) & mask)) {
                slots[hole] = follower;
                hole = at;
            }
        }
        slots[hole] = null;
    }

    private void resize(int length) {
        @Nullable QueuedMessage[] old = slots;
        slots = new QueuedMessage[length];
        size = 0;
        for (QueuedMessage message : old) {
            if (message != null) {
                put(message);
            }
        }
    }

    private int slot(long offset) {
        // consecutive offsets, the usual case, then fill consecutive slots
        return (int) offset & (slots.length - 1);
    }
}
