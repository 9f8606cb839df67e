package warren.actors.alarm;

/** How much of the heap may live: a share of the largest, or so many bytes. */
public sealed interface MemoryWatermark {
    /** 0 to 1. */
    record Share(double share) implements MemoryWatermark {}

    record Absolute(long bytes) implements MemoryWatermark {}

    /** In bytes. */
    default long of(long heapBytes) {
        return this instanceof Share part ? (long) (part.share() * heapBytes) : ((Absolute) this).bytes();
    }
}
