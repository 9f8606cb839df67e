package warren.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;
import static warren.persistence.store.StoreDirectory.SETTINGS;
import static warren.persistence.store.StoreDirectory.event;
import static warren.persistence.store.StoreDirectory.numbers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Power goes while owners save snapshots, give events up and are forgotten, and segments are emptied and deleted: what was acknowledged
 * and not given up is there, and the newest snapshot. {@code -Dwarren.test.power-losses}: how often.
 */
@Timeout(21_600)
class PowerLossLifeTest {
    private static final int OWNERS = 3;
    private static final int LOSSES = Integer.getInteger("warren.test.power-losses", 60);
    private static final int STEPS = 250;

    @TempDir
    Path directory;

    /** What an owner was promised. */
    private static final class Promise {
        final TreeSet<Long> living = new TreeSet<>();
        long highest;
        long snapshotNr;
        volatile long acknowledged;
        volatile long acknowledgedSnapshot;
    }

    @Test
    void whatWasAcknowledgedAndNotGivenUpSurvives() throws Exception {
        for (int seed = 0; seed < LOSSES; seed++) {
            var random = new Random(seed);
            Path place = directory.resolve("running");
            Path after = directory.resolve("after");
            var disk = new SimulatedDisk();
            Promise[] promises = {new Promise(), new Promise(), new Promise()};
            try (Store store = Store.open(place, new StoreSettings(true, 8 << 10), disk)) {
                CompletionStage<?> last = null;
                int steps = 20 + random.nextInt(STEPS);
                for (int step = 0; step < steps; step++) {
                    int owner = random.nextInt(OWNERS);
                    last = change(store, "id" + owner, promises[owner], random);
                    if (random.nextInt(8) == 0) {
                        StoreDirectory.await(last);
                    }
                }
                long[] acknowledged = new long[OWNERS];
                long[] snapshots = new long[OWNERS];
                for (int i = 0; i < OWNERS; i++) {
                    acknowledged[i] = promises[i].acknowledged;
                    snapshots[i] = promises[i].acknowledgedSnapshot;
                }
                Files.createDirectories(after);
                Files.copy(place.resolve("format"), after.resolve("format"));
                // the index is gone: it is written behind the log's back, and LevelDB keeps its own order
                disk.losePower(place.resolve("segments"), after.resolve("segments"), random);
                for (int opening = 0; opening < 2; opening++) {
                    check(after, promises, acknowledged, snapshots, "seed " + seed);
                }
            }
            StoreDirectory.delete(place);
            StoreDirectory.delete(after);
        }
    }

    private static CompletionStage<?> change(Store store, String id, Promise promise, Random random) {
        int dice = random.nextInt(100);
        if (dice < 75 || promise.highest == 0) {
            long number = ++promise.highest;
            promise.living.add(number);
            return store.append(List.of(event(id, number, random.nextInt(900))))
                    .thenRun(() -> promise.acknowledged = number);
        }
        if (dice < 85) {
            long number = promise.highest;
            promise.snapshotNr = number;
            return store.saveSnapshot(id, number, event(id, -number, 64).payload())
                    .thenRun(() -> promise.acknowledgedSnapshot = number);
        }
        long[] some = promise.living.headSet(promise.snapshotNr, true).stream()
                .filter(each -> random.nextInt(10) > 0)
                .mapToLong(Long::longValue)
                .toArray();
        for (long each : some) {
            promise.living.remove(each);
        }
        return store.release(id, some);
    }

    private static void check(Path after, Promise[] promises, long[] acknowledged, long[] snapshots, String when) {
        try (Store store = Store.open(after, SETTINGS)) {
            for (int i = 0; i < OWNERS; i++) {
                String id = "id" + i;
                List<Long> found = numbers(store, id);
                assertThat(found).as(when).isSorted();
                long highest = store.highestSequenceNr(id);
                assertThat(highest).as(when).isGreaterThanOrEqualTo(acknowledged[i]);
                // what nobody gave up has no gap up to the end
                assertThat(found).as(when).containsAll(promises[i].living.headSet(highest, true));
                long snapshotNr = store.snapshotSequenceNr(id).orElse(0L);
                assertThat(snapshotNr).as(when).isGreaterThanOrEqualTo(snapshots[i]);
                store.snapshot(id)
                        .ifPresent(bytes -> assertThat(bytes)
                                .as(when)
                                .isEqualTo(event(id, -snapshotNr, 64).payload()));
            }
        }
    }
}
