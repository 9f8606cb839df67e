package warren.server.dispatch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ConcurrentLinkedQueue;
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
 */
final class WorkerPool extends AbstractExecutorService {
    private static final int NEXT_IN_A_ROW_MAX = 32;
    private static final ThreadLocal<Worker> CURRENT = new ThreadLocal<>();

    private final Queue<Runnable> shared = new ConcurrentLinkedQueue<>();
    /** Guarded by itself; the one that fell asleep last is woken first, since its cache is warmest. */
    private final ArrayDeque<Worker> sleeping = new ArrayDeque<>();

    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch ended;
    private volatile int sleepers;
    private volatile boolean shutDown;

    WorkerPool(int workers, ThreadFactory factory) {
        ended = new CountDownLatch(workers);
        for (int i = 0; i < workers; i++) {
            threads.add(factory.newThread(new Worker()));
        }
        threads.forEach(Thread::start);
    }

    @Override
    public void execute(Runnable task) {
        Worker worker = CURRENT.get();
        if (worker != null && worker.next == null && worker.isOf(this)) {
            worker.next = task;
            return;
        }
        if (shutDown) {
            throw new RejectedExecutionException("the pool is shut down");
        }
        shared.add(task);
        wakeOne();
    }

    private void wakeOne() {
        if (sleepers == 0) {
            return;
        }
        Worker worker;
        synchronized (sleeping) {
            worker = sleeping.pollLast();
            sleepers = sleeping.size();
        }
        if (worker != null) {
            worker.awake = true;
            LockSupport.unpark(worker.thread);
        }
    }

    private final class Worker implements Runnable {
        /** Of this thread alone. */
        @Nullable
        Runnable next;

        volatile boolean awake;

        @Nullable
        Thread thread;

        @Override
        public void run() {
            thread = Thread.currentThread();
            CURRENT.set(this);
            try {
                for (Runnable task = take(); task != null; task = take()) {
                    runAll(task);
                }
            } finally {
                ended.countDown();
            }
        }

        boolean isOf(WorkerPool pool) {
            return pool == WorkerPool.this;
        }

        private void runAll(Runnable first) {
            int inARow = 0;
            for (Runnable task = first; task != null; inARow++) {
                runOne(task);
                task = next;
                next = null;
                if (task != null && inARow >= NEXT_IN_A_ROW_MAX) {
                    shared.add(task);
                    return;
                }
            }
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
        }

        /** The next task, however long it takes; null at the end. */
        private @Nullable Runnable take() {
            while (true) {
                Runnable task = shared.poll();
                if (task != null) {
                    return task;
                }
                if (shutDown) {
                    return null;
                }
                sleepUnlessThereIsWork();
            }
        }

        private void sleepUnlessThereIsWork() {
            awake = false;
            synchronized (sleeping) {
                sleeping.addLast(this);
                sleepers = sleeping.size();
            }
            // who adds work after this looks at the sleepers after that
            if (!shared.isEmpty() || shutDown) {
                synchronized (sleeping) {
                    sleeping.remove(this);
                    sleepers = sleeping.size();
                }
                return;
            }
            while (!awake && !shutDown) {
                LockSupport.park(WorkerPool.this);
            }
        }
    }

    @Override
    public void shutdown() {
        shutDown = true;
        threads.forEach(LockSupport::unpark);
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
