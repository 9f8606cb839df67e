package warren.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static warren.persistence.store.StoreDirectory.SETTINGS;
import static warren.persistence.store.StoreDirectory.append;
import static warren.persistence.store.StoreDirectory.await;
import static warren.persistence.store.StoreDirectory.event;
import static warren.persistence.store.StoreDirectory.numbers;
import static warren.persistence.store.StoreDirectory.range;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who shares what with whom on the writer's thread. */
@Timeout(120)
class GroupCommitTest {
    @TempDir
    Path directory;

    private final FlakyDisk disk = new FlakyDisk();

    /** Holds the next sync until it is counted down. */
    private CountDownLatch holdNextSync(CountDownLatch reached) {
        var release = new CountDownLatch(1);
        var first = new AtomicInteger();
        disk.on(FlakyDisk.Operation.FORCE, file -> {
            if (first.getAndIncrement() == 0) {
                reached.countDown();
                try {
                    release.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        });
        return release;
    }

    @Test
    void whatComesDuringASyncSharesTheNextOne() throws Exception {
        // so large that no checkpoint, which syncs too, is due
        try (Store store = Store.open(directory, new StoreSettings(true, 16 << 20), disk)) {
            var reached = new CountDownLatch(1);
            CountDownLatch release = holdNextSync(reached);
            CompletionStage<Void> first = store.append(List.of(event("first", 1, 10)));
            reached.await();
            int before = disk.forces.get();
            List<CompletionStage<Void>> others = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                others.add(store.append(List.of(event("q" + i, 1, 10), event("q" + i, 2, 10))));
            }
            assertThat(first.toCompletableFuture()).isNotDone();
            assertThat(others).noneMatch(each -> each.toCompletableFuture().isDone());
            release.countDown();
            others.forEach(StoreDirectory::await);
            assertThat(disk.forces.get() - before).isEqualTo(2);
            assertThat(store.statistics().records()).isEqualTo(1_001);
        }
    }

    @Test
    void nothingIsAcknowledgedOrReadBeforeItsSync() throws Exception {
        try (Store store = Store.open(directory, SETTINGS, disk)) {
            var reached = new CountDownLatch(1);
            CountDownLatch release = holdNextSync(reached);
            CompletionStage<Void> append = store.append(List.of(event("q", 1, 10)));
            CompletionStage<Void> barrier = store.barrier("q");
            reached.await();
            assertThat(append.toCompletableFuture()).isNotDone();
            assertThat(barrier.toCompletableFuture()).isNotDone();
            assertThat(store.highestSequenceNr("q")).isZero();
            release.countDown();
            await(append);
            assertThat(store.highestSequenceNr("q")).isEqualTo(1);
        }
    }

    @Test
    void aLargePurgeGoesInSlices_betweenWhichOthersCommit() {
        try (Store store = Store.open(directory, new StoreSettings(false, 16 << 20), disk)) {
            for (int i = 0; i < 100; i++) {
                List<LogRecord> batch = new ArrayList<>();
                for (int j = 1; j <= 1_000; j++) {
                    batch.add(event("large", i * 1_000 + j, 1));
                }
                await(store.append(batch));
            }
            CompletionStage<Void> purge = store.purge("large");
            CompletionStage<Void> again = store.append(List.of(event("large", 1, 5)));
            CompletionStage<Void> all = store.barrier();
            int commits = 0;
            while (!purge.toCompletableFuture().isDone()) {
                append(store, "other", commits + 1, commits + 1, 10);
                commits++;
            }
            // 100 slices of a thousand events; each round of the writer may have taken one commit
            assertThat(commits).isGreaterThan(20);
            await(all);
            assertThat(again.toCompletableFuture()).isDone();
            assertThat(numbers(store, "large")).containsExactly(1L);
            assertThat(store.highestSequenceNr("large")).isEqualTo(1);
        }
    }

    @Test
    void readsThatRaceWithCloseEndWithAnErrorOfOurs() throws Exception {
        for (int round = 0; round < 20; round++) {
            Store store = StoreDirectory.open(directory);
            long highest = store.highestSequenceNr("q");
            append(store, "q", highest + 1, highest + 50, 200);
            await(store.saveSnapshot("q", highest, new byte[100]));
            var started = new CountDownLatch(3);
            List<CompletableFuture<Throwable>> readers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                readers.add(CompletableFuture.supplyAsync(
                        () -> readUntilItFails(store, started), task -> new Thread(task).start()));
            }
            started.await();
            Thread.sleep(ThreadLocalRandom.current().nextInt(3));
            store.close();
            for (CompletableFuture<Throwable> reader : readers) {
                assertThat(reader.get()).isInstanceOf(StoreException.class).hasMessageContaining("closed");
            }
            assertThat(StoreDirectory.failureOf(store.append(List.of(event("q", 1, 1)))))
                    .hasMessageContaining("closed");
            assertThatThrownBy(() -> store.read("q", 1)).isInstanceOf(StoreException.class);
            store.close();
        }
    }

    private static Throwable readUntilItFails(Store store, CountDownLatch started) {
        try {
            for (int i = 0; ; i++) {
                if (i == 1) {
                    started.countDown();
                }
                store.read("q", 1 + i % 50);
                store.snapshot("q");
                store.replay("q", 1, 20, 20, record -> {});
                store.persistenceIds("");
            }
        } catch (Throwable e) {
            return e;
        }
    }

    @Test
    void diskUseStaysBounded_withAMessageStuckAtTheHead() {
        try (Store store = StoreDirectory.open(directory)) {
            append(store, "q", 1, 1, 500);
            for (int i = 2; i < 3_000; i++) {
                append(store, "q", i, i, 500);
                if (i % 100 == 0) {
                    await(store.saveSnapshot("q", i, new byte[50]));
                    await(store.release("q", range(Math.max(2, i - 199), i - 100)));
                    StoreStatistics statistics = store.statistics();
                    assertThat(statistics.diskBytes())
                            .isLessThanOrEqualTo(2 * statistics.liveBytes() + 4L * StoreDirectory.SEGMENT_BYTES);
                }
            }
            assertThat(store.read("q", 1)).isEqualTo(StoreDirectory.payload("q", 1, 500));
        }
    }

    @Test
    void diskUseStaysBounded_withABacklogOfWhichEachThirdEventStays() {
        try (Store store = StoreDirectory.open(directory)) {
            for (int i = 3; i < 4_000; i += 3) {
                append(store, "q", i - 2, i, 500);
                await(store.saveSnapshot("q", i, new byte[50]));
                await(store.release("q", new long[] {i - 2, i - 1}));
            }
            await(store.barrier());
            StoreStatistics statistics = store.statistics();
            assertThat(statistics.liveBytes()).isGreaterThan(1_300 * 500);
            assertThat(statistics.diskBytes())
                    .isLessThanOrEqualTo(2 * statistics.liveBytes() + 4L * StoreDirectory.SEGMENT_BYTES);
        }
    }
}
