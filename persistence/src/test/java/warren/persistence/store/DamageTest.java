package warren.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static warren.persistence.store.StoreDirectory.append;
import static warren.persistence.store.StoreDirectory.await;
import static warren.persistence.store.StoreDirectory.event;
import static warren.persistence.store.StoreDirectory.numbers;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that were cut or damaged: what is whole is there, what is not is said to be damaged, and wrong bytes are never read. With
 * {@code -Dwarren.test.damage=full} the log is cut at every byte, and as many bits are flipped as it takes to meet each field.
 */
class DamageTest {
    private static final List<String> IDS = List.of("a", "b", "c");
    private static final int EVENTS = 4;
    private static final StoreSettings UNSYNCED = new StoreSettings(false, StoreDirectory.SEGMENT_BYTES);
    private static final boolean FULL =
            System.getProperty("warren.test.damage", "").equals("full");
    private static final int FLIPS = FULL ? 1_000 : 50;
    /** Between two cuts; the ends of the records are tried in any case. */
    private static final int CUT_STEP = FULL ? 1 : 23;

    @TempDir
    Path directory;

    private Path origin;
    /** Size of the log when each event was acknowledged, in the order of writing. */
    private final Map<Long, LogRecord> acknowledgedAt = new TreeMap<>();
    /** Where nothing is torn when the log ends there. */
    private final TreeSet<Long> groupEnds = new TreeSet<>();

    @BeforeEach
    void fill() throws IOException {
        origin = directory.resolve("origin");
        try (Store store = StoreDirectory.open(origin)) {
            groupEnds.add(Files.size(log(origin)));
            for (int i = 1; i <= EVENTS; i++) {
                for (String id : IDS) {
                    LogRecord event = event(id, i, 4 + 5 * i);
                    await(store.append(List.of(event)));
                    acknowledgedAt.put(Files.size(log(origin)), event);
                    groupEnds.add(Files.size(log(origin)));
                }
            }
            await(store.saveSnapshot("b", 2, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9}));
        }
    }

    private static Path log(Path store) throws IOException {
        return StoreDirectory.segments(store).firstEntry().getValue();
    }

    private Set<Long> cuts(long size) {
        Set<Long> cuts = new TreeSet<>();
        for (long cut = 0; cut <= size; cut += CUT_STEP) {
            cuts.add(cut);
        }
        for (long end : acknowledgedAt.keySet()) {
            cuts.addAll(List.of(end - 1, end));
        }
        return cuts;
    }

    @Test
    void aLogCutAtAnyByteHoldsWhatWasWholeBefore_andGoesOn() throws Exception {
        long size = Files.size(log(origin));
        for (long cut : cuts(size)) {
            Path place = directory.resolve("cut");
            StoreDirectory.copy(origin, place);
            if (cut % 2 == 0) {
                StoreDirectory.delete(place.resolve("index"));
            }
            try (var file = new RandomAccessFile(log(place).toFile(), "rw")) {
                file.setLength(cut);
            }
            Map<String, Long> expected = new TreeMap<>();
            long end = cut;
            acknowledgedAt.forEach((at, event) -> {
                if (at <= end) {
                    expected.put(event.persistenceId(), event.sequenceNr());
                }
            });
            List<String> warnings;
            try (var logged = CapturedLog.of(Recovery.class);
                    Store store = Store.open(place, UNSYNCED)) {
                warnings = logged.warnings();
                for (String id : IDS) {
                    long last = expected.getOrDefault(id, 0L);
                    assertThat(numbers(store, id)).as("%s, cut at %s", id, cut).isEqualTo(LostIndexTest.longs(1, last));
                    append(store, id, last + 1, last + 2, 30);
                }
            }
            checkWarning(warnings, cut);
            if (cut % 16 == 0) {
                StoreDirectory.delete(place.resolve("index"));
                try (Store store = Store.open(place, UNSYNCED)) {
                    for (String id : IDS) {
                        long last = expected.getOrDefault(id, 0L) + 2;
                        assertThat(numbers(store, id))
                                .as("%s, cut at %s", id, cut)
                                .isEqualTo(LostIndexTest.longs(1, last));
                    }
                }
            }
            StoreDirectory.delete(place);
        }
    }

    /** What was torn is said, to the byte. */
    private void checkWarning(List<String> warnings, long cut) {
        Long end = groupEnds.floor(cut);
        if (cut > groupEnds.last()) {
            // the store writes on its own behind the last event
            return;
        }
        if (end != null && end == cut) {
            assertThat(warnings).as("cut at %s", cut).isEmpty();
        } else if (end != null) {
            assertThat(warnings)
                    .as("cut at %s", cut)
                    .containsExactly(
                            "cut " + (cut - end) + " bytes of an unfinished write off the end of the log (segment 1)");
        }
    }

    @Test
    void aFlippedBitIsReportedForOneOwnerOrCutOffTheTail_neverReadAsWrongBytes() throws Exception {
        long size = Files.size(log(origin));
        for (int seed = 0; seed < FLIPS; seed++) {
            var random = new Random(seed);
            Path place = directory.resolve("flip");
            StoreDirectory.copy(origin, place);
            boolean withoutIndex = random.nextBoolean();
            if (withoutIndex) {
                StoreDirectory.delete(place.resolve("index"));
            }
            long at = (long) (random.nextDouble() * size);
            flip(log(place), at, random.nextInt(8));
            try (Store store = Store.open(place, UNSYNCED)) {
                check(store, withoutIndex, "seed " + seed + ", byte " + at + (withoutIndex ? ", no index" : ""));
                append(store, "new", 1, 2, 30);
                assertThat(numbers(store, "new")).hasSize(2);
            }
            StoreDirectory.delete(place);
        }
    }

    private static void check(Store store, boolean withoutIndex, String when) {
        List<String> damaged = new ArrayList<>();
        List<String> cut = new ArrayList<>();
        for (String id : IDS) {
            try {
                List<Long> found = numbers(store, id);
                if (id.equals("b") && found.size() < EVENTS && found.contains((long) EVENTS)) {
                    // an event that a snapshot stands for: its owner may have given it up; only a read of it can tell
                    assertThat(found).as(when).contains(3L, 4L);
                    damaged.add(id);
                } else if (found.size() < EVENTS) {
                    cut.add(id);
                    assertThat(found).as(when).isEqualTo(LostIndexTest.longs(1, found.size()));
                    assertThat(found.size()).as(when).isEqualTo(EVENTS - 1);
                }
            } catch (StoreException e) {
                assertThat(e).as(when).hasMessageContaining(" of " + id + " ");
                damaged.add(id);
            }
        }
        assertThat(damaged.size() + cut.size()).as(when).isLessThanOrEqualTo(1);
        assertThat(withoutIndex || cut.isEmpty()).as(when).isTrue();
        checkSnapshot(store, when);
    }

    private static void checkSnapshot(Store store, String when) {
        try {
            store.snapshot("b").ifPresent(bytes -> {
                if (bytes.length != 9 || bytes[8] != 9) {
                    fail("a wrong snapshot, %s", when);
                }
            });
        } catch (StoreException e) {
            assertThat(e).as(when).hasMessageContaining("snapshot of b");
        }
    }

    static void flip(Path file, long at, int bit) throws IOException {
        try (var out = new RandomAccessFile(file.toFile(), "rw")) {
            out.seek(at);
            int value = out.read();
            out.seek(at);
            out.write(value ^ 1 << bit);
        }
    }

    @Test
    void aRecordInsideAMessageIsNoRecord() throws Exception {
        byte[] log = Files.readAllBytes(log(origin));
        Path place = directory.resolve("embedded");
        try (Store store = Store.open(place, UNSYNCED)) {
            await(store.append(List.of(new LogRecord("victim", 1, new byte[10]))));
            await(store.append(List.of(new LogRecord("evil", 1, log))));
            await(store.append(List.of(new LogRecord("victim", 2, new byte[10]))));
        }
        StoreDirectory.delete(place.resolve("index"));
        // the head of the record that holds the others
        byte[] bytes = Files.readAllBytes(log(place));
        int head = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("evil");
        flip(log(place), head, 3);
        try (Store store = Store.open(place, UNSYNCED)) {
            assertThat(store.persistenceIds("")).contains("victim").doesNotContainAnyElementsOf(IDS);
            assertThat(store.highestSequenceNr("victim")).isEqualTo(2);
        }
    }
}
