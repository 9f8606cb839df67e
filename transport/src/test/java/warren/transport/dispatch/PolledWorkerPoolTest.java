package warren.transport.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How the threads of a pool share the wait for what comes from outside. */
@Timeout(60)
class PolledWorkerPoolTest {
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final WorkerPool pool = new WorkerPool(2, task -> {
        Thread thread = new Thread(task, "worker");
        threads.add(thread);
        return thread;
    });
    private final Mailbag mailbag = new Mailbag();

    /** Gives what is put into it to the pool. */
    private final class Mailbag implements Poller {
        private final ReentrantLock turn = new ReentrantLock();
        private final AtomicLong turns = new AtomicLong();
        private final Queue<Runnable> letters = new ArrayDeque<>();
        private boolean isWaiting;
        private boolean isWoken;
        private volatile Found found = Found.LITTLE;

        void put(Runnable letter) {
            synchronized (letters) {
                letters.add(letter);
                letters.notifyAll();
            }
        }

        @Override
        public Found poll(BooleanSupplier mayWait) {
            if (!turn.tryLock()) {
                return Found.NOT_MINE;
            }
            try {
                await(mayWait).forEach(pool::execute);
                return found;
            } finally {
                turns.incrementAndGet();
                turn.unlock();
            }
        }

        private List<Runnable> await(BooleanSupplier mayWait) {
            synchronized (letters) {
                isWaiting = true;
                while (letters.isEmpty() && !isWoken && mayWait.getAsBoolean()) {
                    waitForLetters();
                }
                isWaiting = false;
                isWoken = false;
                var taken = new ArrayList<>(letters);
                letters.clear();
                return taken;
            }
        }

        private void waitForLetters() {
            try {
                letters.wait();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public boolean wakeUp() {
            synchronized (letters) {
                if (!isWaiting || isWoken) {
                    return false;
                }
                isWoken = true;
                letters.notifyAll();
                return true;
            }
        }

        @Override
        public boolean isFree() {
            return !turn.isLocked();
        }

        @Override
        public long turns() {
            return turns.get();
        }
    }

    @BeforeEach
    void adopt() throws InterruptedException {
        var adopted = new CountDownLatch(1);
        pool.execute(() -> {
            WorkerPool.adopt(mailbag);
            adopted.countDown();
        });
        adopted.await();
    }

    @AfterEach
    void shutDown() throws InterruptedException {
        pool.shutdown();
        assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void onlyThreadsOfAPoolAdopt() {
        assertThatThrownBy(() -> WorkerPool.adopt(mailbag))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("pekko.actor.default-dispatcher.executor has to be"
                        + " warren.transport.dispatch.WorkerPoolConfigurator");
    }

    @Test
    void littleThatComesIsDoneByOneThread_withTheFirstThatFollow() throws Exception {
        int rounds = 100;
        int byOne = 0;
        for (int i = 0; i < rounds; i++) {
            awaitAllAsleep();
            var ran = ConcurrentHashMap.<Thread>newKeySet();
            var done = new CountDownLatch(4);
            Runnable work = () -> {
                ran.add(Thread.currentThread());
                spinMicros(100);
                done.countDown();
            };
            mailbag.put(() -> {
                pool.execute(work);
                pool.execute(work);
                pool.execute(work);
                work.run();
            });
            done.await();
            byOne += ran.size() == 1 ? 1 : 0;
        }
        // when it is held up, the one that watches takes a part
        assertThat(byOne).isGreaterThan(rounds / 2);
    }

    private static void spinMicros(long micros) {
        for (long end = System.nanoTime() + micros * 1_000; System.nanoTime() < end; ) {
            Thread.onSpinWait();
        }
    }

    @Test
    void whatFollowsFromOneThatWasReplacedIsNotKeptForIt() throws Exception {
        for (int i = 0; i < 100; i++) {
            awaitAllAsleep();
            var replaced = new CountDownLatch(1);
            var begotten = new CountDownLatch(1);
            var done = new CountDownLatch(1);
            mailbag.put(() -> {
                await(replaced);
                pool.execute(() -> {
                    await(begotten);
                    done.countDown();
                });
                pool.execute(begotten::countDown);
            });
            mailbag.put(replaced::countDown);
            done.await();
        }
    }

    @Test
    void oneThatIsHeldUpIsReplaced() throws Exception {
        for (int i = 0; i < 100; i++) {
            var second = new CountDownLatch(1);
            var first = new CountDownLatch(1);
            mailbag.put(() -> {
                await(second);
                first.countDown();
            });
            mailbag.put(second::countDown);
            first.await();
        }
    }

    @Test
    void whatWasKeptForOneThatIsHeldUpIsDoneByAnother() throws Exception {
        for (int i = 0; i < 100; i++) {
            awaitAllAsleep();
            var kept = new CountDownLatch(1);
            var done = new CountDownLatch(1);
            mailbag.put(() -> {
                pool.execute(() -> {
                    await(kept);
                    done.countDown();
                });
                pool.execute(kept::countDown);
            });
            done.await();
        }
    }

    @Test
    void busyThreadsLookWhatHasCome() throws Exception {
        var stop = new AtomicBoolean();
        for (int i = 0; i < 2; i++) {
            pool.execute(new Runnable() {
                @Override
                public void run() {
                    if (!stop.get()) {
                        pool.execute(this);
                    }
                }
            });
        }
        for (int i = 0; i < 100; i++) {
            var come = new CountDownLatch(1);
            mailbag.put(come::countDown);
            come.await();
        }
        stop.set(true);
    }

    @Test
    void aTaskFromOutsideWakesTheOneThatWaits_whenTheOtherIsHeldUp() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            var second = new CountDownLatch(1);
            var first = new CountDownLatch(1);
            pool.execute(() -> {
                await(second);
                first.countDown();
            });
            pool.execute(second::countDown);
            first.await();
        }
    }

    @Test
    void nobodyStirsWhenNothingHappens() throws Exception {
        for (int i = 0; i < 10; i++) {
            var come = new CountDownLatch(1);
            mailbag.put(come::countDown);
            come.await();
            awaitAllAsleep();
        }
    }

    /** Without a time set: the one that watches has gone to sleep as well. */
    private void awaitAllAsleep() {
        while (!threads.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING)) {
            Thread.onSpinWait();
        }
    }

    @Test
    void nothingIsLost_whateverComesWhen() throws Exception {
        int givers = 4;
        int each = 20_000;
        var done = new CountDownLatch(givers * each * 3);
        var giving = new ArrayList<Thread>();
        for (int giver = 0; giver < givers; giver++) {
            var random = new Random(giver);
            boolean isOutside = giver % 2 == 0;
            giving.add(new Thread(() -> {
                for (int i = 0; i < each; i++) {
                    mailbag.found = random.nextBoolean() ? Poller.Found.LITTLE : Poller.Found.MUCH;
                    give(isOutside, () -> {
                        done.countDown();
                        pool.execute(done::countDown);
                        pool.execute(done::countDown);
                    });
                    if (random.nextInt(50) == 0) {
                        awaitAtMost(done, random.nextInt(400));
                    }
                }
            }));
        }
        giving.forEach(Thread::start);
        for (Thread giver : giving) {
            giver.join();
        }
        done.await();
    }

    private void give(boolean isOutside, Runnable task) {
        if (isOutside) {
            pool.execute(task);
        } else {
            mailbag.put(task);
        }
    }

    /** So that the threads fall asleep now and then. */
    private static void awaitAtMost(CountDownLatch latch, long micros) {
        try {
            latch.await(micros, TimeUnit.MICROSECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
