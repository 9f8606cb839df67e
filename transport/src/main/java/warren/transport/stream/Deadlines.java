package warren.transport.stream;

import java.util.Comparator;
import java.util.TreeSet;

/** What is to be done later, by one thread and soonest first. Times are in nanoseconds of one clock, which may wrap. */
final class Deadlines {
    private final TreeSet<Deadline> waiting = new TreeSet<>(Deadline.SOONEST_FIRST);
    private long made;

    /** Something to do at a time. */
    record Deadline(long atNanos, long number, Runnable task) {
        private static final Comparator<Deadline> SOONEST_FIRST = (a, b) ->
                a.atNanos == b.atNanos ? Long.compare(a.number, b.number) : Long.signum(a.atNanos - b.atNanos);
    }

    /** Notes a task. */
    Deadline add(long atNanos, Runnable task) {
        var deadline = new Deadline(atNanos, ++made, task);
        waiting.add(deadline);
        return deadline;
    }

    /** Forgets a task, if it has not run. */
    void cancel(Deadline deadline) {
        waiting.remove(deadline);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Time until the next task, at least 0. */
    long nanosToNext(long nowNanos) {
        return Math.max(0, waiting.first().atNanos - nowNanos);
    }

    /** Runs what is due; what that adds waits for the next call. */
    void runDue(long nowNanos) {
        long last = made;
        while (!waiting.isEmpty()) {
            Deadline next = waiting.first();
            if (next.atNanos - nowNanos > 0 || next.number > last) {
                return;
            }
            waiting.remove(next);
            next.task.run();
        }
    }
}
