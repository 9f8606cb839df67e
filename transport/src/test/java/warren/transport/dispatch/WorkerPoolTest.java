package warren.transport.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkerPoolTest {
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final WorkerPool pool = new WorkerPool(2, task -> {
        Thread thread = new Thread(task, "worker");
        thread.setUncaughtExceptionHandler((where, failure) -> failures.add(failure));
        return thread;
    });

    @AfterEach
    void shutDown() throws InterruptedException {
        pool.shutdown();
        assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void runsWhateverManyThreadsGiveIt() throws Exception {
        int threads = 4;
        int each = 50_000;
        var done = new CountDownLatch(threads * each);
        var givers = new ArrayList<Thread>();
        for (int i = 0; i < threads; i++) {
            var giver = new Thread(() -> {
                for (int k = 0; k < each; k++) {
                    pool.execute(done::countDown);
                }
            });
            givers.add(giver);
            giver.start();
        }
        for (Thread giver : givers) {
            giver.join();
        }
        done.await();
    }

    @Test
    void wakesForEachTask_howeverOftenItFellAsleep() throws Exception {
        for (int i = 0; i < 20_000; i++) {
            var done = new CountDownLatch(1);
            pool.execute(done::countDown);
            done.await();
        }
    }

    @Test
    void runsTheFirstBegottenTaskNextOnTheSameThread() throws Exception {
        var done = new CountDownLatch(1);
        var same = new AtomicBoolean();
        pool.execute(() -> {
            Thread parent = Thread.currentThread();
            pool.execute(() -> {
                same.set(Thread.currentThread() == parent);
                done.countDown();
            });
        });
        done.await();
        assertThat(same).isTrue();
    }

    @Test
    void runsFurtherBegottenTasksElsewhere() throws Exception {
        var met = new CountDownLatch(2);
        pool.execute(() -> {
            pool.execute(() -> meet(met));
            pool.execute(() -> meet(met));
        });
        met.await();
    }

    private static void meet(CountDownLatch met) {
        met.countDown();
        try {
            met.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void letsTasksFromOutsideIn_whileItsThreadsAreBusyWithTasksThatBegetEachOther() throws Exception {
        var stop = new AtomicBoolean();
        var rounds = new AtomicInteger();
        for (int i = 0; i < 2; i++) {
            pool.execute(new Runnable() {
                @Override
                public void run() {
                    rounds.incrementAndGet();
                    if (!stop.get()) {
                        pool.execute(this);
                    }
                }
            });
        }
        for (int i = 0; i < 1_000; i++) {
            var done = new CountDownLatch(1);
            pool.execute(done::countDown);
            done.await();
        }
        stop.set(true);
        assertThat(rounds.get()).isPositive();
    }

    @Test
    void outlivesATaskThatFails() throws Exception {
        var done = new CountDownLatch(4);
        for (int i = 0; i < 4; i++) {
            pool.execute(() -> {
                done.countDown();
                throw new IllegalStateException("on purpose");
            });
        }
        done.await();
        runsTheFirstBegottenTaskNextOnTheSameThread();
        assertThat(failures).allMatch(failure -> "on purpose".equals(failure.getMessage()));
    }

    @Test
    void anInterruptEndsWithItsTask() throws Exception {
        var isInterrupted = new AtomicBoolean();
        var done = new CountDownLatch(1);
        pool.execute(() -> {
            pool.execute(() -> {
                isInterrupted.set(Thread.currentThread().isInterrupted());
                done.countDown();
            });
            Thread.currentThread().interrupt();
        });
        done.await();
        assertThat(isInterrupted).isFalse();
    }

    @Test
    void takesNothingMoreOnceItIsShutDown() {
        pool.shutdown();
        assertThat(pool.isShutdown()).isTrue();
        assertThatThrownBy(() -> pool.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
    }
}
