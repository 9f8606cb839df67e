package warren.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;
import static warren.persistence.store.StoreDirectory.append;
import static warren.persistence.store.StoreDirectory.await;
import static warren.persistence.store.StoreDirectory.event;
import static warren.persistence.store.StoreDirectory.numbers;
import static warren.persistence.store.StoreDirectory.range;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All that the index knows can be read from the log again. */
class LostIndexTest {
    @TempDir
    Path directory;

    @Test
    void eventsSnapshotsReleasesAndNumbersAreThereWithoutTheIndex() throws Exception {
        try (Store store = StoreDirectory.open(directory)) {
            fill(store);
        }
        StoreDirectory.delete(directory.resolve("index"));
        try (Store store = StoreDirectory.open(directory)) {
            check(store);
        }
        try (Store store = StoreDirectory.open(directory)) {
            check(store);
        }
    }

    @Test
    void aDamagedIndexIsBuiltAnew() throws Exception {
        try (Store store = StoreDirectory.open(directory)) {
            fill(store);
        }
        Path origin = directory.resolveSibling("origin");
        StoreDirectory.copy(directory, origin);
        for (Path file : files(origin.resolve("index"))) {
            Path damaged = directory.resolveSibling("damaged-" + file.getFileName());
            StoreDirectory.copy(origin, damaged);
            overwrite(damaged.resolve("index").resolve(file.getFileName()));
            try (Store store = StoreDirectory.open(damaged)) {
                check(store);
            } catch (StoreException e) {
                // found out in use: the next start mends it
                assertThat(e).hasMessageContaining("built anew");
                try (Store store = StoreDirectory.open(damaged)) {
                    check(store);
                }
            }
            StoreDirectory.delete(damaged);
        }
        StoreDirectory.delete(origin);
    }

    @Test
    void anOldSnapshotOfAForgottenOwnerDoesNotComeBack_whenItsIdIsUsedAgain() throws Exception {
        try (Store store = StoreDirectory.open(directory)) {
            append(store, "stays", 1, 1, 40_000);
            append(store, "id", 1, 20, 100);
            await(store.saveSnapshot("id", 20, new byte[] {1}));
            append(store, "filler", 1, 30, 4_000);
            await(store.purge("id"));
            append(store, "filler", 31, 60, 4_000);
            append(store, "id", 1, 3, 100);
            for (int i = 60; i < 1_000; i++) {
                append(store, "filler", i + 1, i + 1, 4_000);
                await(store.release("filler", range(i - 20, i - 19)));
            }
            assertThat(store.statistics().segments()).isLessThan(10);
        }
        assertThat(StoreDirectory.segments(directory)).containsKey(1);
        StoreDirectory.delete(directory.resolve("index"));
        try (Store store = StoreDirectory.open(directory)) {
            assertThat(numbers(store, "id")).containsExactly(1L, 2L, 3L);
            assertThat(store.highestSequenceNr("id")).isEqualTo(3);
            assertThat(store.snapshot("id")).isEmpty();
            assertThat(numbers(store, "stays")).containsExactly(1L);
        }
    }

    @Test
    void aLongRandomLifeIsTheSameWithoutTheIndex() throws Exception {
        for (int seed = 0; seed < 12; seed++) {
            Path life = directory.resolve("life" + seed);
            var model = new StoreModel(new Random(seed));
            for (int round = 0; round < 4; round++) {
                try (Store store = StoreDirectory.open(life)) {
                    model.live(store, 800);
                    model.check(store, "seed " + seed);
                }
                if (round % 2 == 0) {
                    StoreDirectory.delete(life.resolve("index"));
                }
                try (Store store = StoreDirectory.open(life)) {
                    model.check(store, "seed " + seed + " opened again");
                }
            }
        }
    }

    private static void fill(Store store) {
        append(store, "a", 1, 100, 2_000);
        await(store.saveSnapshot("a", 90, new byte[] {1, 2, 3}));
        await(store.release("a", range(1, 50)));
        append(store, "b", 1, 10, 100);
        await(store.deleteTo("b", 10));
        append(store, "c", 1, 10, 100);
        await(store.purge("c"));
        append(store, "d", 1, 3, 100);
        await(store.saveSnapshot("d", 3, new byte[] {4}));
        await(store.deleteSnapshot("d"));
        await(store.append(List.of(event("d", 4, 10), event("d", 5, 10))));
    }

    private static void check(Store store) {
        assertThat(numbers(store, "a")).containsExactlyElementsOf(longs(51, 100));
        assertThat(store.snapshot("a")).hasValue(new byte[] {1, 2, 3});
        assertThat(store.snapshotSequenceNr("a")).hasValue(90L);
        assertThat(numbers(store, "b")).isEmpty();
        assertThat(store.highestSequenceNr("b")).isEqualTo(10);
        assertThat(store.persistenceIds("")).containsExactly("a", "b", "d");
        assertThat(store.highestSequenceNr("c")).isZero();
        assertThat(numbers(store, "d")).containsExactlyElementsOf(longs(1, 5));
        assertThat(store.snapshot("d")).isEmpty();
    }

    static List<Long> longs(long from, long to) {
        return java.util.stream.LongStream.rangeClosed(from, to).boxed().toList();
    }

    private static List<Path> files(Path index) throws IOException {
        try (var files = Files.list(index)) {
            return new ArrayList<>(
                    files.filter(file -> !file.getFileName().toString().equals("LOCK"))
                            .sorted()
                            .toList());
        }
    }

    private static void overwrite(Path file) throws IOException {
        try (var out = new RandomAccessFile(file.toFile(), "rw")) {
            byte[] bytes = new byte[(int) out.length()];
            out.readFully(bytes);
            for (int i = bytes.length / 3; i < bytes.length; i += 7) {
                bytes[i] ^= 0x55;
            }
            out.seek(0);
            out.write(bytes);
        }
    }
}
