package warren.routing;

/** A 64-bit hash of text that is the same in every run and on every machine, unlike {@link Object#hashCode} may be. */
final class StableHash {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private StableHash() {}

    static long of(String text) {
        long hash = GOLDEN;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
        }
        return mix(hash);
    }

    /** Two hashes as one. */
    static long of(long one, long other) {
        return mix(one ^ (other * GOLDEN));
    }

    /** Every bit of the result depends on every bit of the argument (the finalizer of SplitMix64). */
    private static long mix(long bits) {
        long hash = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        hash = (hash ^ (hash >>> 27)) * 0x94D049BB133111EBL;
        return hash ^ (hash >>> 31);
    }
}
