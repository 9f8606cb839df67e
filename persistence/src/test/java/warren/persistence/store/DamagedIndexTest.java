package warren.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;
import static warren.persistence.store.StoreDirectory.append;
import static warren.persistence.store.StoreDirectory.await;
import static warren.persistence.store.StoreDirectory.numbers;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The files beside the log, cut and flipped: the index is only a copy of what the log says, so nothing is lost. With
 * {@code -Dwarren.test.damage=full} each is cut at every byte, and a thousand bits are flipped.
 */
class DamagedIndexTest {
    private static final StoreSettings UNSYNCED = new StoreSettings(false, StoreDirectory.SEGMENT_BYTES);
    private static final boolean FULL =
            System.getProperty("warren.test.damage", "").equals("full");
    private static final int FLIPS = FULL ? 1_000 : 50;
    private static final int CUT_STEP = FULL ? 1 : 97;

    /** Damages a file. */
    private interface Damage {
        void to(Path file) throws IOException;
    }

    @TempDir
    Path directory;

    private Path origin;
    private List<String> files;

    @BeforeEach
    void fill() throws IOException {
        origin = directory.resolve("origin");
        // opened twice, so that the index has a table and a log
        for (int from = 1; from <= 11; from += 10) {
            try (Store store = StoreDirectory.open(origin)) {
                append(store, "a", from, from + 9, 30);
                append(store, "b", from, from + 9, 30);
                await(store.saveSnapshot("b", from + 5, new byte[] {(byte) from, 2, 3}));
                await(store.release("b", StoreDirectory.range(from, from + 1)));
            }
        }
        try (var all = Files.list(origin.resolve("index"))) {
            files = all.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("LOCK") && !name.startsWith("LOG"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void anIndexFileCutAtAnyByteCostsNothing() throws Exception {
        for (String file : files) {
            long size = Files.size(origin.resolve("index").resolve(file));
            for (long cut = 0; cut < size; cut += CUT_STEP) {
                long end = cut;
                check("index/" + file, file + " cut at " + cut, damaged -> {
                    try (var out = new RandomAccessFile(damaged.toFile(), "rw")) {
                        out.setLength(end);
                    }
                });
            }
        }
    }

    @Test
    void norDoesAFlippedBit() throws Exception {
        for (int seed = 0; seed < FLIPS; seed++) {
            var random = new Random(seed);
            String file = files.get(random.nextInt(files.size()));
            long at = (long)
                    (random.nextDouble() * Files.size(origin.resolve("index").resolve(file)));
            int bit = random.nextInt(8);
            check(
                    "index/" + file,
                    file + " flipped at " + at + ", bit " + bit,
                    damaged -> DamageTest.flip(damaged, at, bit));
        }
    }

    @Test
    void aDamagedFormatIsSaidToBeOne() throws Exception {
        byte[] format = Files.readAllBytes(origin.resolve("format"));
        for (int at = 0; at < format.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                Path place = directory.resolve("format-" + at + "-" + bit);
                StoreDirectory.copy(origin, place);
                DamageTest.flip(place.resolve("format"), at, bit);
                try (Store store = Store.open(place, UNSYNCED)) {
                    check(store, "format flipped at " + at);
                } catch (StoreException e) {
                    assertThat(e).hasMessageContaining("format");
                }
                StoreDirectory.delete(place);
            }
        }
    }

    private void check(String file, String when, Damage damage) throws Exception {
        Path place = directory.resolve("damaged");
        StoreDirectory.copy(origin, place);
        damage.to(place.resolve(file));
        try (Store store = Store.open(place, UNSYNCED)) {
            check(store, when);
        } catch (StoreException e) {
            // found out in use: the next start mends it
            assertThat(e).as(when).hasMessageContaining("built anew");
            try (Store store = Store.open(place, UNSYNCED)) {
                check(store, when);
            }
        }
        StoreDirectory.delete(place);
    }

    private static void check(Store store, String when) {
        assertThat(numbers(store, "a")).as(when).isEqualTo(LostIndexTest.longs(1, 20));
        List<Long> left = new java.util.ArrayList<>(LostIndexTest.longs(3, 20));
        left.removeAll(List.of(11L, 12L));
        assertThat(numbers(store, "b")).as(when).isEqualTo(left);
        assertThat(store.snapshot("b")).as(when).hasValue(new byte[] {11, 2, 3});
        append(store, "c", store.highestSequenceNr("c") + 1, store.highestSequenceNr("c") + 1, 10);
    }
}
