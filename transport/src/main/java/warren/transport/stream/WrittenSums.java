package warren.transport.stream;

import java.util.IdentityHashMap;

/** Adds up for each sender what left of its bytes, so that each hears once of what left together. */
final class WrittenSums {
    private final IdentityHashMap<WriteListener, Integer> others = new IdentityHashMap<>(2);
    private WriteListener first = WriteListener.NONE;
    private int firstBytes;

    void add(WriteListener listener, int bytes) {
        if (listener == WriteListener.NONE) {
            return;
        }
        if (firstBytes == 0) {
            first = listener;
        }
        // mostly there is one: no map then
        if (listener == first) {
            firstBytes += bytes;
        } else {
            others.merge(listener, bytes, Integer::sum);
        }
    }

    void tell() {
        if (firstBytes == 0) {
            return;
        }
        int bytes = firstBytes;
        firstBytes = 0;
        first.written(bytes);
        if (!others.isEmpty()) {
            others.forEach(WriteListener::written);
            others.clear();
        }
    }
}
