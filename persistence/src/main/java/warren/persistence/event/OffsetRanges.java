package warren.persistence.event;

import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A set of offsets as sorted, disjoint, closed ranges that do not touch one another. Immutable. */
public final class OffsetRanges {
    /** No offset. */
    public static final OffsetRanges EMPTY = new OffsetRanges(new long[0]);

    /** First and last of each range, one after the other. */
    private final long[] bounds;

    /** How many offsets are in the ranges before each one; at the end the size. */
    private final long[] before;

    private OffsetRanges(long[] bounds) {
        this.bounds = bounds;
        this.before = new long[bounds.length / 2 + 1];
        for (int range = 0; range < rangeCount(); range++) {
            before[range + 1] = before[range] + last(range) - first(range) + 1;
        }
    }

    /** Hears of one range. */
    @FunctionalInterface
    public interface RangeVisitor {
        /** A range with both its ends. */
        void range(long from, long to);
    }

    /** The offsets from {@code first} to {@code last}, both included. */
    public static OffsetRanges range(long first, long last) {
        return new Builder().addRange(first, last).build();
    }

    /** The given offsets, in any order. */
    public static OffsetRanges of(long... offsets) {
        var builder = new Builder();
        for (long offset : offsets) {
            builder.add(offset);
        }
        return builder.build();
    }

    /** Offsets in all ranges. */
    public long size() {
        return before[rangeCount()];
    }

    public boolean isEmpty() {
        return bounds.length == 0;
    }

    /** The same without this one. */
    public OffsetRanges without(long offset) {
        if (!contains(offset)) {
            return this;
        }
        var rest = new Builder();
        forEachRange((from, to) -> {
            if (offset < from || offset > to) {
                rest.addRange(from, to);
                return;
            }
            if (from < offset) {
                rest.addRange(from, offset - 1);
            }
            if (offset < to) {
                rest.addRange(offset + 1, to);
            }
        });
        return rest.build();
    }

    public boolean contains(long offset) {
        int range = rangeUpTo(offset);
        return range >= 0 && offset <= last(range);
    }

    /** How many offsets of the set are below this one. */
    public long rank(long offset) {
        int range = rangeUpTo(offset);
        return range < 0 ? 0 : Math.min(before[range + 1], before[range] + offset - first(range));
    }

    /** The offset that has so many below it. */
    public long get(long rank) {
        if (rank < 0 || rank >= size()) {
            throw new IndexOutOfBoundsException("rank " + rank + " of " + size());
        }
        int found = Arrays.binarySearch(before, rank);
        int range = found >= 0 ? found : -found - 2;
        return first(range) + rank - before[range];
    }

    public int rangeCount() {
        return bounds.length / 2;
    }

    /** First offset of a range, counted from 0. */
    public long first(int range) {
        return bounds[2 * range];
    }

    /** Last offset of a range, counted from 0. */
    public long last(int range) {
        return bounds[2 * range + 1];
    }

    /** The same as {@link #first}. */
    public long from(int range) {
        return first(range);
    }

    /** The same as {@link #last}. */
    public long to(int range) {
        return last(range);
    }

    /** Visits the ranges, ascending. */
    public void forEachRange(RangeVisitor visitor) {
        for (int range = 0; range < rangeCount(); range++) {
            visitor.range(first(range), last(range));
        }
    }

    /** All offsets, ascending. */
    public PrimitiveIterator.OfLong iterator() {
        return new Walk();
    }

    /** The number of the last range that starts at or below the offset; -1 when there is none. */
    private int rangeUpTo(long offset) {
        int low = 0;
        int high = rangeCount() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (first(middle) <= offset) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OffsetRanges that && Arrays.equals(bounds, that.bounds);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bounds);
    }

    @Override
    public String toString() {
        return IntStream.range(0, rangeCount())
                .mapToObj(range -> first(range) == last(range) ? "" + first(range) : first(range) + "-" + last(range))
                .collect(Collectors.joining(",", "{", "}"));
    }

    /** Collects offsets in any order; ascending ones cost no more than their ranges. */
    public static final class Builder {
        private long[] bounds = new long[8];
        private int length;
        private boolean sorted = true;

        /** With nothing in it. */
        public Builder() {}

        /** Adds one offset; one that is there already changes nothing. */
        public Builder add(long offset) {
            return addRange(offset, offset);
        }

        /** Adds the offsets from {@code first} to {@code last}, both included. */
        public Builder addRange(long first, long last) {
            if (first < 0 || last < first) {
                throw new IllegalArgumentException("range from " + first + " to " + last);
            }
            if (length > 0 && first >= bounds[length - 2] && first <= bounds[length - 1] + 1) {
                bounds[length - 1] = Math.max(bounds[length - 1], last);
                return this;
            }
            if (length == bounds.length) {
                makeRoom();
                return addRange(first, last);
            }
            sorted &= length == 0 || first > bounds[length - 1];
            bounds[length++] = first;
            bounds[length++] = last;
            return this;
        }

        /** Adds all of a set. */
        public Builder addAll(OffsetRanges ranges) {
            for (int range = 0; range < ranges.rangeCount(); range++) {
                addRange(ranges.first(range), ranges.last(range));
            }
            return this;
        }

        public boolean isEmpty() {
            return length == 0;
        }

        /** The set so far; the builder may be used on. */
        public OffsetRanges build() {
            if (!sorted) {
                sortAndMerge();
            }
            return length == 0 ? EMPTY : new OffsetRanges(Arrays.copyOf(bounds, length));
        }

        /** What came in another order is merged first, so that room is taken for ranges and not for offsets. */
        private void makeRoom() {
            if (!sorted) {
                sortAndMerge();
            }
            if (length > bounds.length / 2) {
                bounds = Arrays.copyOf(bounds, 2 * bounds.length);
            }
        }

        private void sortAndMerge() {
            long[][] ranges = new long[length / 2][];
            for (int i = 0; i < ranges.length; i++) {
                ranges[i] = new long[] {bounds[2 * i], bounds[2 * i + 1]};
            }
            Arrays.sort(ranges, (left, right) -> Long.compare(left[0], right[0]));
            length = 0;
            sorted = true;
            for (long[] range : ranges) {
                addRange(range[0], range[1]);
            }
        }
    }

    private final class Walk implements PrimitiveIterator.OfLong {
        private int range;
        private long next = isEmpty() ? 0 : first(0);

        @Override
        public boolean hasNext() {
            return range < rangeCount();
        }

        @Override
        public long nextLong() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            long found = next++;
            if (found == last(range)) {
                range++;
                next = hasNext() ? first(range) : 0;
            }
            return found;
        }
    }
}
