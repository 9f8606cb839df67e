package warren.actors.channel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries of a channel that the client has not settled, by delivery tag. Tags only grow, so they stand in order in an array; a
 * settled one in the middle leaves a hole, and holes are closed when they are the half of it.
 */
final class Unacknowledged {
    /** One delivery: where it came from. {@code limited}: it went to a consumer, and so counts for the channel-wide
     * prefetch. */
    record Outstanding(long deliveryTag, QueueUse queue, long offset, boolean limited) {}

    private @Nullable Outstanding[] entries = new Outstanding[16];
    private int head;
    private int tail;
    private int size;

    int size() {
        return size;
    }

    /** A new delivery; its tag is above all others. */
    void add(Outstanding delivery) {
        if (tail == entries.length) {
            makeRoom();
        }
        entries[tail++] = delivery;
        size++;
    }

    /** Puts deliveries back that were taken, such as after a rollback. */
    void restore(List<Outstanding> deliveries) {
        var all = new ArrayList<>(all());
        all.addAll(deliveries);
        all.sort((a, b) -> Long.compare(a.deliveryTag(), b.deliveryTag()));
        entries = Arrays.copyOf(all.toArray(new Outstanding[0]), Math.max(16, all.size() * 2));
        head = 0;
        tail = all.size();
        size = all.size();
    }

    /** Takes out one delivery, or with {@code multiple} all up to it (0: all). Empty when there is no such delivery. */
    List<Outstanding> take(long deliveryTag, boolean multiple) {
        if (multiple && deliveryTag == 0) {
            return takeUpTo(Long.MAX_VALUE);
        }
        int at = find(deliveryTag);
        Outstanding found = at < 0 ? null : entries[at];
        if (found == null) {
            return List.of();
        }
        if (multiple) {
            return takeUpTo(deliveryTag);
        }
        entries[at] = null;
        size--;
        skipHoles();
        return List.of(found);
    }

    /** The tags of those of a queue's deliveries that have these offsets. */
    Map<Long, Long> tags(QueueUse queue, Set<Long> offsets) {
        var tags = new HashMap<Long, Long>();
        for (int i = head; i < tail && tags.size() < offsets.size(); i++) {
            Outstanding entry = entries[i];
            if (entry != null && entry.queue() == queue && offsets.contains(entry.offset())) {
                tags.put(entry.offset(), entry.deliveryTag());
            }
        }
        return tags;
    }

    /** All, in the order of their tags. */
    List<Outstanding> all() {
        var all = new ArrayList<Outstanding>(size);
        for (int i = head; i < tail; i++) {
            Outstanding entry = entries[i];
            if (entry != null) {
                all.add(entry);
            }
        }
        return all;
    }

    private List<Outstanding> takeUpTo(long deliveryTag) {
        var taken = new ArrayList<Outstanding>();
        for (; head < tail; head++) {
            Outstanding entry = entries[head];
            if (entry != null) {
                if (entry.deliveryTag() > deliveryTag) {
                    break;
                }
                taken.add(entry);
                entries[head] = null;
                size--;
            }
        }
        skipHoles();
        return taken;
    }

    private int find(long deliveryTag) {
        int low = head;
        int high = tail - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int probe = middle;
            while (probe <= high && entries[probe] == null) {
                probe++;
            }
            Outstanding entry = probe > high ? null : entries[probe];
            if (entry == null || entry.deliveryTag() > deliveryTag) {
                high = middle - 1;
            } else if (entry.deliveryTag() == deliveryTag) {
                return probe;
            } else {
                low = probe + 1;
            }
        }
        return -1;
    }

    private void skipHoles() {
        while (head < tail && entries[head] == null) {
            head++;
        }
        if (head == tail) {
            head = 0;
            tail = 0;
            if (entries.length > 4096) {
                entries = new Outstanding[16];
            }
        } else if (tail - head > 64 && size * 4 < tail - head) {
            compact(entries.length);
        }
    }

    private void makeRoom() {
        compact(size * 2 >= entries.length ? entries.length * 2 : entries.length);
    }

    private void compact(int length) {
        @Nullable Outstanding[] to = length == entries.length ? entries : new Outstanding[length];
        int count = 0;
        for (int i = head; i < tail; i++) {
            Outstanding entry = entries[i];
            if (entry != null) {
                to[count++] = entry;
            }
        }
        if (to == entries) {
            Arrays.fill(entries, count, tail, null);
        }
        entries = to;
        head = 0;
        tail = count;
    }
}
