package warren.transport.dispatch;

import com.typesafe.config.Config;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.pekko.actor.AbstractScheduler;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.SchedulerException;
import org.apache.pekko.event.LoggingAdapter;
import org.jspecify.annotations.Nullable;
import scala.concurrent.ExecutionContext;
import scala.concurrent.duration.FiniteDuration;

/**
 * The clock of all timers: a thread that sleeps until the next of them is due. Pekko's own wakes at each tick of a wheel, which took most
 * of the processor time of an idle broker. It stands in the configuration as {@code pekko.scheduler.implementation}.
 *
 * <p>A timer is never early, and late by a millisecond at most while the machine keeps up. Of what is cancelled a few words stay, never
 * more than of what waits or {@link #KEPT_MIN}, whichever is more.
 */
public final class DeadlineScheduler extends AbstractScheduler implements Closeable {
    /** What is due within so short a time is done together. */
    private static final long SLEEP_NANOS_MIN = TimeUnit.MILLISECONDS.toNanos(1);

    private static final long SLEEP_NANOS_MAX = TimeUnit.HOURS.toNanos(1);

    /** A century: later times could not be compared. */
    private static final long DELAY_NANOS_MAX = TimeUnit.DAYS.toNanos(36_500);

    private static final int KEPT_MIN = 10_000;

    /** Guarded by itself, as are the next three. */
    private final PriorityQueue<Timer> waiting = new PriorityQueue<>(Timer.SOONEST_FIRST);

    private long wakeNanos = System.nanoTime();
    /** How many there are when those that are cancelled are thrown out. */
    private int fullSize = KEPT_MIN;

    private boolean closed;
    private final LoggingAdapter log;
    private final Thread thread;

    /** Called by Pekko. */
    public DeadlineScheduler(Config config, LoggingAdapter log, ThreadFactory threads) {
        this.log = log;
        this.thread = threads.newThread(this::run);
        thread.start();
    }

    /** Something to be done at a time, by another thread. */
    private final class Timer implements Cancellable {
        /** The clock may wrap. */
        private static final Comparator<Timer> SOONEST_FIRST = (a, b) -> Long.signum(a.atNanos - b.atNanos);

        private final ExecutionContext executor;
        /** Of the thread that put it there or takes it out. */
        private long atNanos;

        private volatile @Nullable Runnable task;

        Timer(long atNanos, Runnable task, ExecutionContext executor) {
            this.atNanos = atNanos;
            this.task = task;
            this.executor = executor;
        }

        /** Takes the task, so that it is done or cancelled once. */
        synchronized @Nullable Runnable take() {
            Runnable taken = task;
            task = null;
            return taken;
        }

        void fire() {
            Runnable due = take();
            if (due == null) {
                return;
            }
            try {
                executor.execute(due);
            } catch (RuntimeException e) {
                log.debug("a timer of one that has ended: {}", e);
            }
        }

        @Override
        public boolean cancel() {
            return take() != null;
        }

        @Override
        public boolean isCancelled() {
            return task == null;
        }
    }

    /** Does the same again and again, at a fixed rate, until it is cancelled or fails. */
    private final class Repetition implements Cancellable, Runnable {
        private final Runnable task;
        private final long intervalNanos;
        private final ExecutionContext executor;
        private long atNanos;
        private volatile boolean cancelled;
        private volatile @Nullable Timer next;

        Repetition(Runnable task, long atNanos, long intervalNanos, ExecutionContext executor) {
            this.task = task;
            this.atNanos = atNanos;
            this.intervalNanos = intervalNanos;
            this.executor = executor;
        }

        @Override
        public void run() {
            try {
                task.run();
            } catch (SchedulerException e) {
                // so says Pekko's task: whom it tells has ended
                return;
            }
            atNanos += intervalNanos;
            await();
        }

        /** False when the clock is closed: then this has ended. */
        boolean await() {
            var timer = new Timer(atNanos, this, executor);
            next = timer;
            if (cancelled) {
                timer.cancel();
            }
            return add(timer);
        }

        @Override
        public synchronized boolean cancel() {
            boolean isFirst = !cancelled;
            cancelled = true;
            Timer current = next;
            if (current != null) {
                current.cancel();
            }
            return isFirst;
        }

        @Override
        public boolean isCancelled() {
            return cancelled;
        }
    }

    @Override
    public Cancellable scheduleOnce(FiniteDuration delay, Runnable task, ExecutionContext executor) {
        var timer = new Timer(nanosIn(delay), task, executor);
        requireOpen(add(timer));
        return timer;
    }

    /** {@code scheduleAtFixedRate} ends here. */
    @Override
    @SuppressWarnings("deprecation")
    public Cancellable schedule(
            FiniteDuration initialDelay, FiniteDuration interval, Runnable task, ExecutionContext executor) {
        var repetition = new Repetition(task, nanosIn(initialDelay), interval.toNanos(), executor);
        requireOpen(repetition.await());
        return repetition;
    }

    private static long nanosIn(FiniteDuration delay) {
        return System.nanoTime() + Math.max(0, Math.min(delay.toNanos(), DELAY_NANOS_MAX));
    }

    /** Dispatchers that are shutting down, and timers of Pekko's, count on this exception with this cause. */
    private static void requireOpen(boolean isOpen) {
        if (!isOpen) {
            var cause = new SchedulerException("the scheduler is closed");
            throw new IllegalStateException(cause.getMessage(), cause);
        }
    }

    @Override
    public double maxFrequency() {
        return (double) TimeUnit.SECONDS.toNanos(1) / SLEEP_NANOS_MIN;
    }

    /** False when this is closed. */
    private boolean add(Timer timer) {
        synchronized (waiting) {
            if (closed) {
                return false;
            }
            waiting.add(timer);
            if (waiting.size() > fullSize) {
                waiting.removeIf(Timer::isCancelled);
                fullSize = Math.max(2 * waiting.size(), KEPT_MIN);
            }
            if (timer.atNanos - wakeNanos >= 0) {
                return true;
            }
            wakeNanos = timer.atNanos;
        }
        LockSupport.unpark(thread);
        return true;
    }

    private void run() {
        var due = new ArrayList<Timer>();
        while (takeDue(due)) {
            due.forEach(Timer::fire);
            due.clear();
            long nanos = nanosToWake();
            if (nanos > 0) {
                LockSupport.parkNanos(this, nanos);
            }
        }
    }

    /** How many wait, those that are cancelled with them. */
    int size() {
        synchronized (waiting) {
            return waiting.size();
        }
    }

    /** False at the end. */
    private boolean takeDue(List<Timer> due) {
        synchronized (waiting) {
            long now = System.nanoTime();
            while (!waiting.isEmpty() && waiting.peek().atNanos - now <= 0) {
                due.add(waiting.remove());
            }
            long sleep = waiting.isEmpty() ? SLEEP_NANOS_MAX : Math.min(waiting.peek().atNanos - now, SLEEP_NANOS_MAX);
            wakeNanos = now + Math.max(sleep, SLEEP_NANOS_MIN);
            return !closed;
        }
    }

    private long nanosToWake() {
        synchronized (waiting) {
            return wakeNanos - System.nanoTime();
        }
    }

    /** What has to be done at the end, too, is done now; the rest never. */
    @Override
    public void close() {
        List<Timer> left;
        synchronized (waiting) {
            closed = true;
            left = List.copyOf(waiting);
            waiting.clear();
            wakeNanos = System.nanoTime();
        }
        LockSupport.unpark(thread);
        for (Timer timer : left) {
            if (timer.take() instanceof TaskRunOnClose last) {
                last.run();
            }
        }
    }
}
