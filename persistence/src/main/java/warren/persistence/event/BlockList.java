package warren.persistence.event;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of a {@link QueueImage}, by ascending offset: written at the end, dropped mostly at the front, found by offset. In none of
 * them nothing waits; one in which little waits is written anew, together with its neighbours when these are small too.
 */
final class BlockList {
    private static final int LENGTH_MIN = 4;

    private @Nullable EventBlock[] blocks = new EventBlock[LENGTH_MIN];
    private int start;
    private int end;

    int size() {
        return end - start;
    }

    EventBlock get(int at) {
        EventBlock block = blocks[start + at];
        if (block == null) {
            throw new IndexOutOfBoundsException("block " + at + " of " + size());
        }
        return block;
    }

    /** A block behind all others. */
    void add(EventBlock block) {
        if (end == blocks.length) {
            makeRoom();
        }
        blocks[end++] = block;
    }

    /** An event behind all others. */
    void add(long sequenceNr, OffsetRanges offsets, long bodyBytes, long expiryMillis) {
        EventBlock last = size() == 0 ? null : get(size() - 1);
        if (last == null || last.isFull()) {
            if (last != null) {
                last.trim();
            }
            last = new EventBlock();
            add(last);
        }
        last.add(sequenceNr, offsets, bodyBytes, expiryMillis);
    }

    /** The place of the first block whose last offset is not below this one; the size when there is none. */
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

    /** As {@link EventBlock#settle}, in all blocks. */
    long settle(long first, long last, LongConsumer died) {
        int from = reaching(first);
        int to = from;
        long done = 0;
        while (to < size() && get(to).first() <= last) {
            done += get(to++).settle(first, last, died);
        }
        if (done == 0) {
            return 0;
        }
        // all between the first and the last of them are dead
        var living = new ArrayList<EventBlock>(2);
        for (int at = from; at < to; at++) {
            if (get(at).waiting() > 0) {
                living.add(get(at));
            }
        }
        if (living.size() < to - from) {
            replace(from, to, living);
        }
        for (int at = from + living.size() - 1; at >= from; at--) {
            if (get(at).isSparse()) {
                pack(at);
            }
        }
        return done;
    }

    private void pack(int at) {
        int from = at;
        int to = at + 1;
        int waiting = get(at).waiting();
        if (from > 0 && waiting + get(from - 1).waiting() <= EventBlock.RUNS_MAX) {
            from--;
            waiting += get(from).waiting();
        }
        if (to < size() && waiting + get(to).waiting() <= EventBlock.RUNS_MAX) {
            to++;
        }
        var packed = new BlockList();
        for (int next = from; next < to; next++) {
            packed.addWaiting(get(next));
        }
        replace(from, to, packed.toList());
    }

    private List<EventBlock> toList() {
        var all = new ArrayList<EventBlock>(size());
        for (int at = 0; at < size(); at++) {
            get(at).trim();
            all.add(get(at));
        }
        return all;
    }

    /** What waits in a block, and nothing else. */
    private void addWaiting(EventBlock block) {
        var walk = new EventWalk(block);
        while (walk.next()) {
            if (walk.isDead()) {
                continue;
            }
            EventBlock last = size() == 0 ? null : get(size() - 1);
            if (last == null || last.isFull()) {
                last = new EventBlock();
                add(last);
            }
            last.add(walk.sequenceNr, walk.waiting(), walk.bodyBytes, walk.earliestExpiryMillis);
        }
    }

    /** The same block, described by nothing but what waits in it. */
    static List<EventBlock> packed(EventBlock block) {
        if (block.isPacked()) {
            return List.of(block);
        }
        var packed = new BlockList();
        packed.addWaiting(block);
        return packed.toList();
    }

    private void replace(int from, int to, List<EventBlock> others) {
        if (from == 0 && others.isEmpty()) {
            // the plain case, consumption in order
            Arrays.fill(blocks, start, start + to, null);
            start += to;
        } else {
            while (end + others.size() - (to - from) > blocks.length) {
                makeRoom();
            }
            int behind = from + others.size();
            System.arraycopy(blocks, start + to, blocks, start + behind, size() - to);
            for (int i = 0; i < others.size(); i++) {
                blocks[start + from + i] = others.get(i);
            }
            int newEnd = start + size() + behind - to;
            if (newEnd < end) {
                Arrays.fill(blocks, newEnd, end, null);
            }
            end = newEnd;
        }
        if (start == end) {
            blocks = new EventBlock[LENGTH_MIN];
            start = 0;
            end = 0;
        }
    }

    private void makeRoom() {
        int size = size();
        @Nullable EventBlock[] target = size > blocks.length / 2 ? new EventBlock[2 * blocks.length] : blocks;
        System.arraycopy(blocks, start, target, 0, size);
        Arrays.fill(target, size, target.length, null);
        blocks = target;
        start = 0;
        end = size;
    }
}
