package warren.persistence.event;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The slots of a {@link QueueImage}, by ascending offset: appended at the end, dropped mostly at the front, found by offset. */
final class SlotList {
    private static final int DEAD_MIN = 16;

    private @Nullable EventSlot[] slots = new EventSlot[8];
    private int start;
    private int end;
    private int dead;

    int size() {
        return end - start;
    }

    int living() {
        return size() - dead;
    }

    EventSlot get(int at) {
        EventSlot slot = slots[start + at];
        if (slot == null) {
            throw new IndexOutOfBoundsException("slot " + at + " of " + size());
        }
        return slot;
    }

    void add(EventSlot slot) {
        if (end == slots.length) {
            makeRoom();
        }
        slots[end++] = slot;
    }

    /** The place of the first slot whose last offset is not below this one; the size when there is none. */
    int reaching(long offset) {
        if (size() == 0 || get(0).last() >= offset) {
            return 0;
        }
        int low = 0;
        int high = size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (get(middle).last() < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** In one slot nothing waits any more. */
    void died() {
        dead++;
    }

    /** Drops dead slots at the front, and all of them once they are the majority. Places of slots change. */
    void tidy() {
        while (start < end && get(0).waiting == 0) {
            slots[start++] = null;
            dead--;
        }
        if (dead > DEAD_MIN && dead > size() / 2) {
            dropDead();
        }
        if (start == end) {
            start = 0;
            end = 0;
        }
    }

    private void dropDead() {
        int kept = start;
        for (int at = start; at < end; at++) {
            EventSlot slot = slots[at];
            if (slot != null && slot.waiting > 0) {
                slots[kept++] = slot;
            }
        }
        Arrays.fill(slots, kept, end, null);
        end = kept;
        dead = 0;
    }

    private void makeRoom() {
        int size = size();
        @Nullable EventSlot[] target = size > slots.length / 2 ? new EventSlot[2 * slots.length] : slots;
        System.arraycopy(slots, start, target, 0, size);
        Arrays.fill(target, size, target.length, null);
        slots = target;
        start = 0;
        end = size;
    }
}
