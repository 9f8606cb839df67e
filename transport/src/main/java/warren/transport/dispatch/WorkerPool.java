package warren.transport.dispatch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A fixed number of threads for short tasks that beget tasks, such as actors that tell each other.
 *
 * <p>The first task that a task begets runs next on the same thread: nobody is woken, and what it needs is in that core's cache. Waking
 * another thread costs more than most of our tasks. Further tasks go to the queue that all share, and for each a sleeping thread is
 * woken. So that tasks that beget each other for ever do not keep out those that come from outside, every so often a thread looks at the
 * shared queue first.
 *
 * <p>A thread without a task waits in a {@link Poller}, if one is free, and does itself what comes there and, when that is little, the
 * first few tasks that follow: again nobody is woken. Meanwhile nobody waits in the poller. Mostly the thread is back at once; if it is
 * not within {@link #WATCH_NANOS}, a sleeping one that watches takes its place. When all threads are busy they look there between tasks.
 */
public final class WorkerPool extends AbstractExecutorService {
    private static final int NEXT_IN_A_ROW_MAX = 32;
    /** How many tasks that follow from little that has come stay with the thread that took it: a message's delivery, and its confirm. */
    private static final int KEPT_MAX = 2;

    private static final long WATCH_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    /** So often busy threads look whether something has come. */
    private static final long LOOK_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    private static final ThreadLocal<Worker> CURRENT = new ThreadLocal<>();

    private final Queue<Runnable> shared = new ConcurrentLinkedQueue<>();
    private final List<Poller> pollers = new CopyOnWriteArrayList<>();
    /** Guarded by itself; the one that fell asleep last is woken first, since its cache is warmest, so the first one is the watch. */
    private final ArrayDeque<Worker> sleeping = new ArrayDeque<>();

    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch ended;
    private volatile int sleepers;
    private volatile boolean isWatched;
    private volatile long lookedNanos = System.nanoTime();
    private volatile boolean shutDown;

    WorkerPool(int workers, ThreadFactory factory) {
        ended = new CountDownLatch(workers);
        for (int i = 0; i < workers; i++) {
            threads.add(factory.newThread(new Worker()));
        }
        threads.forEach(Thread::start);
    }

    /**
     * In a task of a pool: its threads wait here from now on, until the pool is shut down.
     *
     * @throws IllegalStateException outside of a pool
     */
    public static void adopt(Poller poller) {
        Worker worker = CURRENT.get();
        if (worker == null) {
            throw new IllegalStateException(
                    "pekko.actor.default-dispatcher.executor has to be " + WorkerPoolConfigurator.class.getName());
        }
        worker.pool().pollers.add(poller);
    }

    @Override
    public void execute(Runnable task) {
        Worker worker = CURRENT.get();
        if (worker != null && worker.next == null && worker.pool() == this) {
            worker.next = task;
            return;
        }
        if (shutDown) {
            throw new RejectedExecutionException("the pool is shut down");
        }
        shared.add(task);
        if (worker == null || worker.pool() != this || !worker.mayKeepOneMore()) {
            wakeOne();
        }
    }

    /** One that sleeps rather than one that waits in a poller: that is what it is there for. */
    private void wakeOne() {
        if (sleepers > 0 && wakeSleeper()) {
            return;
        }
        for (Poller poller : pollers) {
            if (poller.wakeUp()) {
                return;
            }
        }
    }

    private boolean wakeSleeper() {
        Worker worker;
        synchronized (sleeping) {
            worker = sleeping.pollLast();
            sleepers = sleeping.size();
        }
        if (worker == null) {
            return false;
        }
        worker.awake = true;
        LockSupport.unpark(worker.thread);
        return true;
    }

    /** Before this thread turns to a task, which may take long: others may be waiting in vain for what comes to a poller. */
    private void setWatch() {
        if (isWatched || sleepers == 0 || !isAnyFree()) {
            return;
        }
        synchronized (sleeping) {
            Worker watch = sleeping.peekFirst();
            if (watch != null && !isWatched) {
                isWatched = true;
                watch.isWatch = true;
                LockSupport.unpark(watch.thread);
            }
        }
    }

    private boolean isAnyFree() {
        for (Poller poller : pollers) {
            if (poller.isFree()) {
                return true;
            }
        }
        return false;
    }

    private long[] turns() {
        return pollers.stream().mapToLong(Poller::turns).toArray();
    }

    private boolean isAnyLeftSince(long[] turns) {
        for (int i = 0; i < turns.length; i++) {
            Poller poller = pollers.get(i);
            if (poller.isFree() && poller.turns() == turns[i]) {
                return true;
            }
        }
        return false;
    }

    private final class Worker implements Runnable {
        /** Of this thread alone. */
        @Nullable
        Runnable next;

        /** How many tasks more nobody need be woken for. */
        private int keptMax;

        volatile boolean awake;
        volatile boolean isWatch;

        @Nullable
        Thread thread;

        @Override
        public void run() {
            thread = Thread.currentThread();
            CURRENT.set(this);
            try {
                for (Runnable task = take(); task != null; task = take()) {
                    setWatch();
                    runAll(task);
                }
            } finally {
                ended.countDown();
            }
        }

        /** True when a further task may wait for this thread: it will soon be free, and if not, there is a watch. */
        boolean mayKeepOneMore() {
            if (keptMax == 0) {
                return false;
            }
            keptMax--;
            setWatch();
            return isWatched;
        }

        WorkerPool pool() {
            return WorkerPool.this;
        }

        private void runAll(Runnable first) {
            int inARow = 0;
            for (Runnable task = first; task != null; inARow++) {
                runOne(task);
                task = takeNext();
                if (task != null && inARow >= NEXT_IN_A_ROW_MAX) {
                    shared.add(task);
                    return;
                }
            }
        }

        private @Nullable Runnable takeNext() {
            Runnable task = next;
            next = null;
            return task;
        }

        /** A task's failure is its own; Pekko's mailboxes report theirs. */
        private void runOne(Runnable task) {
            try {
                task.run();
            } catch (RuntimeException failure) {
                Thread.UncaughtExceptionHandler handler = Thread.currentThread().getUncaughtExceptionHandler();
                if (handler != null) {
                    handler.uncaughtException(Thread.currentThread(), failure);
                }
            }
            // an interrupt was the task's: with it this thread could neither sleep nor use a socket
            Thread.interrupted();
        }

        /** The next task, however long it takes; null at the end. */
        private @Nullable Runnable take() {
            while (true) {
                if (!shared.isEmpty()) {
                    lookWhetherSomethingHasCome();
                }
                Runnable task = takeNext();
                if (task == null) {
                    keptMax = 0;
                    task = shared.poll();
                }
                if (task != null || shutDown) {
                    return task;
                }
                if (!pollOne()) {
                    sleepUnlessThereIsWork();
                }
            }
        }

        private void lookWhetherSomethingHasCome() {
            long now = System.nanoTime();
            if (now - lookedNanos < LOOK_NANOS) {
                return;
            }
            lookedNanos = now;
            for (Poller poller : pollers) {
                poller.poll(() -> false);
            }
        }

        /** False when all pollers are taken. */
        private boolean pollOne() {
            for (Poller poller : pollers) {
                Poller.Found found = poller.poll(() -> shared.isEmpty() && !shutDown);
                keptMax = found == Poller.Found.LITTLE ? KEPT_MAX : 0;
                if (found == Poller.Found.MUCH) {
                    wakeOne();
                }
                if (found != Poller.Found.NOT_MINE) {
                    return true;
                }
            }
            return false;
        }

        private void sleepUnlessThereIsWork() {
            awake = false;
            synchronized (sleeping) {
                sleeping.addLast(this);
                sleepers = sleeping.size();
            }
            // who adds work, or leaves a poller, after this looks at the sleepers after that
            if (!shared.isEmpty() || shutDown || isAnyFree()) {
                getUp();
                return;
            }
            while (!awake && !shutDown) {
                if (!isWatch) {
                    LockSupport.park(WorkerPool.this);
                } else if (!watch()) {
                    getUp();
                    return;
                }
            }
            endWatch();
        }

        private void getUp() {
            synchronized (sleeping) {
                sleeping.remove(this);
                sleepers = sleeping.size();
            }
            endWatch();
        }

        /** For a while. False when a poller has been left for longer than that, or a task waits. */
        private boolean watch() {
            long[] before = turns();
            LockSupport.parkNanos(WorkerPool.this, WATCH_NANOS);
            if (awake || isAnyLeftSince(before)) {
                return awake;
            }
            if (!Arrays.equals(before, turns())) {
                return true;
            }
            endWatch();
            // who leaves a poller or a task after this sets a new watch
            return !isAnyFree() && shared.isEmpty();
        }

        private void endWatch() {
            if (isWatch) {
                isWatch = false;
                isWatched = false;
            }
        }
    }

    @Override
    public void shutdown() {
        shutDown = true;
        threads.forEach(LockSupport::unpark);
        pollers.forEach(Poller::wakeUp);
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown();
        var left = new ArrayList<Runnable>();
        for (Runnable task = shared.poll(); task != null; task = shared.poll()) {
            left.add(task);
        }
        return left;
    }

    @Override
    public boolean isShutdown() {
        return shutDown;
    }

    @Override
    public boolean isTerminated() {
        return ended.getCount() == 0;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return ended.await(timeout, unit);
    }
}
