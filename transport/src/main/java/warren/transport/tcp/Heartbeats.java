package warren.transport.tcp;

/**
 * When to send a heartbeat and when to miss the client's, by RabbitMQ's rule. A tick is half an interval: after one in which nothing left
 * a heartbeat is due, and after two whole intervals without a byte of the client it is lost.
 */
final class Heartbeats {
    private static final int TICKS_PER_INTERVAL = 2;
    private static final int SILENT_INTERVALS_MAX = 2;

    private long sentCount;
    private long receivedCount;
    private int ticks;
    private int silentIntervals;

    Heartbeats(long sentCount, long receivedCount) {
        this.sentCount = sentCount;
        this.receivedCount = receivedCount;
    }

    /** Half an interval has passed: is a heartbeat due, when so many writes have left by now? It is the next write then. */
    boolean isDue(long sentCountNow) {
        boolean due = sentCountNow == sentCount;
        // a heartbeat does not stand for the next one: clients allow no more than one interval between two
        sentCount = due ? sentCountNow + 1 : sentCountNow;
        return due;
    }

    /** The same half interval, seen from the other side: true once, when the client has been silent for too long. */
    boolean isLost(long receivedCountNow, boolean listening) {
        if (++ticks % TICKS_PER_INTERVAL != 0) {
            return false;
        }
        // bytes that this side does not ask for cannot be missed
        boolean heard = receivedCountNow != receivedCount || !listening;
        receivedCount = receivedCountNow;
        silentIntervals = heard ? 0 : silentIntervals + 1;
        return silentIntervals == SILENT_INTERVALS_MAX;
    }
}
