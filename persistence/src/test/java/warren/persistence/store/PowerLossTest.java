package warren.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;
import static warren.persistence.store.StoreDirectory.SETTINGS;
import static warren.persistence.store.StoreDirectory.event;
import static warren.persistence.store.StoreDirectory.numbers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Power goes at a random moment: what was acknowledged is there, batches are whole, and nothing is out of order. */
@Timeout(21_600)
class PowerLossTest {
    private static final int OWNERS = 4;
    private static final int LOSSES = Integer.getInteger("warren.test.power-losses", 150);

    @TempDir
    Path directory;

    @Test
    void whatWasAcknowledgedSurvives() throws Exception {
        for (int seed = 0; seed < LOSSES; seed++) {
            var random = new Random(seed);
            Path place = directory.resolve("running");
            Path after = directory.resolve("after");
            var disk = new SimulatedDisk();
            var acknowledged = new AtomicLongArray(OWNERS);
            try (Store store = Store.open(place, new StoreSettings(true, 8 << 10), disk)) {
                List<CompletionStage<Void>> writes = write(store, random, acknowledged);
                writes.get(random.nextInt(writes.size())).toCompletableFuture().join();
                long[] before = new long[OWNERS];
                for (int i = 0; i < OWNERS; i++) {
                    before[i] = acknowledged.get(i);
                }
                loseIndex(place, after, random);
                disk.losePower(place.resolve("segments"), after.resolve("segments"), random);
                check(after, before, "seed " + seed);
            }
            StoreDirectory.delete(place);
            StoreDirectory.delete(after);
        }
    }

    /** Each batch holds three events: they are there together or not at all. */
    private static List<CompletionStage<Void>> write(Store store, Random random, AtomicLongArray acknowledged) {
        List<CompletionStage<Void>> writes = new ArrayList<>();
        long[] next = {1, 1, 1, 1};
        for (int i = 0; i < 60 + random.nextInt(100); i++) {
            int owner = random.nextInt(OWNERS);
            List<LogRecord> batch = new ArrayList<>();
            for (int j = 0; j < 3; j++) {
                batch.add(event("id" + owner, next[owner]++, random.nextInt(200)));
            }
            long last = next[owner] - 1;
            writes.add(store.append(batch)
                    .whenComplete((done, e) -> acknowledged.accumulateAndGet(owner, last, Math::max)));
            if (random.nextInt(10) == 0) {
                StoreDirectory.await(writes.get(writes.size() - 1));
            }
        }
        return writes;
    }

    /** The index is gone, or is what it was a moment before the log's loss: LevelDB's own log keeps its order. */
    private static void loseIndex(Path place, Path after, Random random) throws Exception {
        Files.createDirectories(after);
        Files.copy(place.resolve("format"), after.resolve("format"));
        if (random.nextBoolean()) {
            StoreDirectory.copy(place.resolve("index"), after.resolve("index"));
        }
    }

    private static void check(Path after, long[] acknowledged, String when) {
        for (int opening = 0; opening < 2; opening++) {
            try (Store store = Store.open(after, SETTINGS)) {
                for (int i = 0; i < OWNERS; i++) {
                    List<Long> found = numbers(store, "id" + i);
                    assertThat(found).as(when).isEqualTo(LostIndexTest.longs(1, found.size()));
                    assertThat((long) found.size()).as(when).isGreaterThanOrEqualTo(acknowledged[i]);
                    assertThat(found.size() % 3).as(when).isZero();
                }
            }
        }
    }
}
