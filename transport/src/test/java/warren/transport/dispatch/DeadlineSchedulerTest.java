package warren.transport.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.Scheduler.TaskRunOnClose;
import org.apache.pekko.actor.SchedulerException;
import org.apache.pekko.event.NoLogging;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import scala.concurrent.ExecutionContext;

@Timeout(60)
class DeadlineSchedulerTest {
    private static final Duration LONG = Duration.ofHours(10);
    private static final ExecutionContext AT_ONCE = ExecutionContext.fromExecutor(Runnable::run);

    private final DeadlineScheduler scheduler =
            new DeadlineScheduler(ConfigFactory.empty(), NoLogging.getInstance(), Thread::new);

    @AfterEach
    void close() {
        scheduler.close();
    }

    @Test
    void doesAllOfThem_noneEarly() throws Exception {
        var random = new Random(1);
        var early = new AtomicInteger();
        var turns = new LinkedBlockingQueue<Integer>();
        List<Integer> millis = IntStream.range(0, 300)
                .map(i -> 20 + random.nextInt(50) * 3)
                .boxed()
                .toList();
        for (int delay : millis) {
            long atNanos = System.nanoTime() + delay * 1_000_000L;
            scheduler.scheduleOnce(
                    Duration.ofMillis(delay),
                    () -> {
                        early.addAndGet(System.nanoTime() < atNanos ? 1 : 0);
                        turns.add(delay);
                    },
                    AT_ONCE);
        }

        var done = new ArrayList<Integer>();
        for (int i = 0; i < millis.size(); i++) {
            done.add(turns.take());
        }
        assertThat(early).hasValue(0);
        assertThat(done).containsExactlyInAnyOrderElementsOf(millis);
    }

    @Test
    void oneThatIsDueSoonerIsNotLate() throws Exception {
        scheduler.scheduleOnce(LONG, () -> {}, AT_ONCE);
        for (int i = 0; i < 50; i++) {
            var done = new CountDownLatch(1);
            scheduler.scheduleOnce(Duration.ofMillis(3), done::countDown, AT_ONCE);
            done.await();
        }
    }

    @Test
    void whatIsDueAlreadyIsDone() throws Exception {
        var done = new CountDownLatch(2);
        scheduler.scheduleOnce(Duration.ZERO, done::countDown, AT_ONCE);
        scheduler.scheduleOnce(Duration.ofSeconds(-1), done::countDown, AT_ONCE);
        done.await();
    }

    @Test
    void whatIsCancelledIsNotDone() throws Exception {
        var wrong = new AtomicBoolean();
        var done = new CountDownLatch(1);
        Cancellable cancelled = scheduler.scheduleOnce(Duration.ofMillis(20), () -> wrong.set(true), AT_ONCE);
        assertThat(cancelled.isCancelled()).isFalse();
        assertThat(cancelled.cancel()).isTrue();
        assertThat(cancelled.cancel()).isFalse();
        assertThat(cancelled.isCancelled()).isTrue();
        scheduler.scheduleOnce(Duration.ofMillis(40), done::countDown, AT_ONCE);
        done.await();
        assertThat(wrong).isFalse();
    }

    @Test
    void whatIsDoneCannotBeCancelled() throws Exception {
        var done = new CountDownLatch(1);
        Cancellable timer = scheduler.scheduleOnce(Duration.ofMillis(1), done::countDown, AT_ONCE);
        done.await();
        assertThat(timer.cancel()).isFalse();
    }

    @Test
    void forgetsWhatIsCancelled() {
        for (int i = 0; i < 100_000; i++) {
            scheduler.scheduleOnce(LONG, () -> {}, AT_ONCE).cancel();
        }
        assertThat(scheduler.size()).isLessThanOrEqualTo(10_000);
        for (int i = 0; i < 50_000; i++) {
            scheduler.scheduleOnce(LONG, () -> {}, AT_ONCE);
        }
        assertThat(scheduler.size()).isGreaterThanOrEqualTo(50_000);
    }

    @Test
    void repeatsUntilItIsCancelled() throws Exception {
        var times = new AtomicInteger();
        var cancelled = new CountDownLatch(1);
        var repetition = new LinkedBlockingQueue<Cancellable>();
        repetition.add(scheduler.scheduleAtFixedRate(
                Duration.ofMillis(5),
                Duration.ofMillis(2),
                () -> {
                    if (times.incrementAndGet() == 5) {
                        assertThat(repetition.remove().cancel()).isTrue();
                        cancelled.countDown();
                    }
                },
                AT_ONCE));
        cancelled.await();

        var later = new CountDownLatch(1);
        scheduler.scheduleOnce(Duration.ofMillis(20), later::countDown, AT_ONCE);
        later.await();
        assertThat(times).hasValue(5);
    }

    @Test
    void repeatsWithADelayBetween() throws Exception {
        var times = new CountDownLatch(3);
        Cancellable repetition =
                scheduler.scheduleWithFixedDelay(Duration.ofMillis(1), Duration.ofMillis(2), times::countDown, AT_ONCE);
        times.await();
        assertThat(repetition.cancel()).isTrue();
    }

    @Test
    void whatIsVeryFarAwayIsNotDoneNow() throws Exception {
        var wrong = new AtomicBoolean();
        scheduler.scheduleOnce(Duration.ofNanos(Long.MAX_VALUE), () -> wrong.set(true), AT_ONCE);
        var done = new CountDownLatch(1);
        scheduler.scheduleOnce(Duration.ofMillis(5), done::countDown, AT_ONCE);
        done.await();
        assertThat(wrong).isFalse();
    }

    @Test
    void aRepetitionEndsWithoutAWord_whenWhomItTellsHasEnded() throws Exception {
        assertThat(failureOfARepetitionThat(() -> {
                    throw new SchedulerException("timer active for terminated actor");
                }))
                .isEmpty();
    }

    @Test
    void aRepetitionEndsWithoutAWord_whenTheClockIsClosed() throws Exception {
        assertThat(failureOfARepetitionThat(scheduler::close)).isEmpty();
    }

    @Test
    void aRepetitionThatFailsEndsWithItsFailure() throws Exception {
        assertThat(failureOfARepetitionThat(() -> {
                    throw new IllegalStateException("on purpose");
                }))
                .hasValueSatisfying(failure -> assertThat(failure).hasMessage("on purpose"));
    }

    private Optional<RuntimeException> failureOfARepetitionThat(Runnable does) throws InterruptedException {
        var ends = new LinkedBlockingQueue<Optional<RuntimeException>>();
        ExecutionContext watched = ExecutionContext.fromExecutor(task -> {
            try {
                task.run();
                ends.add(Optional.empty());
            } catch (RuntimeException e) {
                ends.add(Optional.of(e));
            }
        });
        scheduler.scheduleAtFixedRate(Duration.ZERO, Duration.ofMillis(1), does, watched);
        Optional<RuntimeException> end = ends.take();
        assertThat(scheduler.size()).isZero();
        return end;
    }

    @Test
    void oneThatIsTurnedAwayDoesNotStopTheClock() throws Exception {
        scheduler.scheduleOnce(Duration.ofMillis(1), () -> {}, ExecutionContext.fromExecutor(task -> {
            throw new RejectedExecutionException("on purpose");
        }));
        var done = new CountDownLatch(1);
        scheduler.scheduleOnce(Duration.ofMillis(5), done::countDown, AT_ONCE);
        done.await();
    }

    @Test
    void atTheEndDoesWhatHasToBeDone_andTakesNothingMore() {
        var last = new AtomicBoolean();
        var never = new AtomicBoolean();
        scheduler.scheduleOnce(LONG, (TaskRunOnClose) () -> last.set(true), AT_ONCE);
        scheduler.scheduleOnce(LONG, () -> never.set(true), AT_ONCE);
        scheduler.close();
        assertThat(last).isTrue();
        assertThat(never).isFalse();
        assertThatThrownBy(() -> scheduler.scheduleOnce(LONG, () -> {}, AT_ONCE))
                .isInstanceOf(IllegalStateException.class)
                .hasCauseInstanceOf(SchedulerException.class);
    }
}
