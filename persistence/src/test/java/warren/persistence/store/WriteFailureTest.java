package warren.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static warren.persistence.store.StoreDirectory.SETTINGS;
import static warren.persistence.store.StoreDirectory.append;
import static warren.persistence.store.StoreDirectory.await;
import static warren.persistence.store.StoreDirectory.event;
import static warren.persistence.store.StoreDirectory.failureOf;
import static warren.persistence.store.StoreDirectory.numbers;
import static warren.persistence.store.StoreDirectory.range;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A disk that refuses: who waits is told, and what was refused never comes back. */
@Timeout(60)
class WriteFailureTest {
    @TempDir
    Path directory;

    private final FlakyDisk disk = new FlakyDisk();

    /** What the disk refuses; in all cases the bytes of the failed write have reached the file. */
    enum Refusal {
        WRITE(FlakyDisk.Operation.WRITE),
        FORCE(FlakyDisk.Operation.FORCE),
        FORCE_AND_TRUNCATE(FlakyDisk.Operation.FORCE, FlakyDisk.Operation.TRUNCATE),
        WRITE_AND_TRUNCATE(FlakyDisk.Operation.WRITE, FlakyDisk.Operation.TRUNCATE),
        ALL(FlakyDisk.Operation.values());

        final FlakyDisk.Operation[] operations;

        Refusal(FlakyDisk.Operation... operations) {
            this.operations = operations;
        }
    }

    @ParameterizedTest
    @EnumSource(Refusal.class)
    void aFailedWriteNeverComesBack_andTheNextOneCounts(Refusal refusal) throws Exception {
        for (boolean writesOn : new boolean[] {false, true}) {
            Path place = directory.resolve(refusal + "-" + writesOn);
            try (Store store = Store.open(place, SETTINGS, disk)) {
                append(store, "q", 1, 3, 300);
                disk.tornBytes = Integer.MAX_VALUE;
                disk.refuse(refusal.operations);
                assertThat(failureOf(store.append(List.of(event("q", 4, 2_000), event("q", 5, 2_000)))))
                        .isInstanceOf(IOException.class);
                assertThat(numbers(store, "q")).containsExactly(1L, 2L, 3L);
                await(store.barrier("q"));
                disk.refuseNothing();
                // as soon as the disk can be written the end is put right
                await(store.barrier("q"));
                if (writesOn) {
                    append(store, "other", 1, 1, 10);
                    append(store, "q", 4, 4, 20);
                }
                Path crashed = directory.resolve("crashed-" + refusal + "-" + writesOn);
                StoreDirectory.copy(place, crashed);
                checkAfterRestart(crashed, writesOn);
                StoreDirectory.delete(crashed.resolve("index"));
                checkAfterRestart(crashed, writesOn);
            }
            checkAfterRestart(place, writesOn);
        }
    }

    private static void checkAfterRestart(Path place, boolean wroteOn) {
        try (Store again = StoreDirectory.open(place)) {
            assertThat(numbers(again, "q")).hasSize(wroteOn ? 4 : 3);
            assertThat(numbers(again, "other")).hasSize(wroteOn ? 1 : 0);
        }
    }

    @Test
    void aSegmentThatWasGivenUpStaysCut_whenItsSuccessorGoes() throws Exception {
        try (Store store = Store.open(directory, SETTINGS, disk)) {
            append(store, "stays", 1, 1, 50_000);
            disk.tornBytes = Integer.MAX_VALUE;
            disk.refuse(FlakyDisk.Operation.FORCE, FlakyDisk.Operation.TRUNCATE);
            failureOf(store.append(List.of(event("q", 1, 2_000))));
            disk.refuse(FlakyDisk.Operation.TRUNCATE);
            for (int i = 1; i < 400; i++) {
                append(store, "f", i, i, 2_000);
                await(store.release("f", range(i, i)));
            }
            assertThat(StoreDirectory.segments(directory)).containsKeys(1, 2);
            disk.refuseNothing();
            // after a refusal it is a while until reclaim is tried again
            for (int i = 400; StoreDirectory.segments(directory).containsKey(2); i++) {
                append(store, "f", i, i, 2_000);
                await(store.release("f", range(i, i)));
            }
            assertThat(StoreDirectory.segments(directory)).containsKey(1);
        }
        StoreDirectory.delete(directory.resolve("index"));
        try (Store store = StoreDirectory.open(directory)) {
            assertThat(numbers(store, "q")).isEmpty();
            assertThat(numbers(store, "stays")).containsExactly(1L);
        }
    }

    @Test
    void readsAndBarriersGoOnWhileTheDiskRefuses_andReleasesAreMadeUpFor() {
        try (Store store = Store.open(directory, SETTINGS, disk)) {
            append(store, "q", 1, 100, 300);
            await(store.saveSnapshot("q", 50, new byte[] {1}));
            disk.refuse(FlakyDisk.Operation.values());
            CompletionStage<Void> release = store.release("q", range(1, 50));
            await(store.barrier("other"));
            assertThat(failureOf(store.saveSnapshot("x", 1, new byte[1]))).isInstanceOf(IOException.class);
            assertThat(numbers(store, "q")).hasSize(100);
            assertThat(release.toCompletableFuture()).isNotDone();
            disk.refuseNothing();
            await(release);
            assertThat(numbers(store, "q")).hasSize(50);
        }
    }

    @Test
    void closesWhileTheDiskRefuses() {
        Store store = Store.open(directory, SETTINGS, disk);
        append(store, "q", 1, 10, 300);
        disk.refuse(FlakyDisk.Operation.values());
        CompletionStage<Void> release = store.release("q", range(1, 5));
        assertThatThrownBy(store::close).isInstanceOf(StoreException.class);
        assertThat(failureOf(release)).isInstanceOf(StoreException.class);
        disk.refuseNothing();
        try (Store again = StoreDirectory.open(directory)) {
            assertThat(numbers(again, "q")).hasSize(10);
        }
    }

    @Test
    void anErrorFailsThoseWhoWaitAndAllLaterCalls() throws Exception {
        Store store = Store.open(directory, SETTINGS, disk);
        append(store, "q", 1, 3, 300);
        disk.on(FlakyDisk.Operation.WRITE, file -> {
            throw new OutOfMemoryError("no room");
        });
        List<CompletionStage<Void>> waiting = new ArrayList<>();
        for (int i = 4; i < 40; i++) {
            waiting.add(store.append(List.of(event("q", i, 10))));
            waiting.add(store.barrier());
            waiting.add(store.release("q", range(1, 1)));
        }
        for (CompletionStage<Void> each : waiting.subList(0, 1)) {
            assertThat(failureOf(each)).isInstanceOf(StoreException.class).hasRootCauseMessage("no room");
        }
        waiting.forEach(StoreDirectory::failureOf);
        disk.refuseNothing();
        assertThat(failureOf(store.append(List.of(event("q", 4, 10))))).hasRootCauseMessage("no room");
        assertThat(failureOf(store.barrier())).isInstanceOf(StoreException.class);
        assertThat(numbers(store, "q")).hasSize(3);
        store.close();
        try (Store again = StoreDirectory.open(directory)) {
            assertThat(numbers(again, "q")).hasSize(3);
            append(again, "q", 4, 5, 10);
        }
    }

    @Test
    void aSegmentIsDeletedOnlyWhenWhatReplacesItIsSynced() throws Exception {
        List<String> operations = new ArrayList<>();
        disk.hook = (operation, file) -> {
            if (operation == FlakyDisk.Operation.DELETE) {
                // what a loss of power at this moment leaves: the log as it is synced, and no index
                Path left = directory.resolve("left" + operations.size());
                StoreDirectory.copy(directory.resolve("s/segments"), left.resolve("segments"));
                operations.add("deleted");
            } else {
                operations.add(operation + " " + file.getFileName());
            }
        };
        try (Store store = Store.open(directory.resolve("s"), SETTINGS, disk)) {
            append(store, "head", 1, 1, 100);
            for (int i = 1; i < 200; i++) {
                append(store, "f", i, i, 3_000);
                await(store.release("f", range(i, i)));
            }
        }
        assertThat(operations).contains("deleted");
        for (int i = operations.indexOf("deleted"); i < operations.size(); i++) {
            if (!operations.get(i).equals("deleted")) {
                continue;
            }
            List<String> before = operations.subList(0, i);
            List<String> lastWrites =
                    before.stream().filter(each -> each.startsWith("WRITE")).toList();
            String lastWrite = lastWrites.get(lastWrites.size() - 1);
            assertThat(before.lastIndexOf(lastWrite.replace("WRITE", "FORCE")))
                    .isGreaterThan(before.lastIndexOf(lastWrite));
            Path left = directory.resolve("left" + i);
            // without the file about to go, and the one to be deleted is the oldest that is dead
            try (Store again = StoreDirectory.open(left)) {
                assertThat(numbers(again, "head")).containsExactly(1L);
            }
        }
        assertThat(Arrays.asList(directory.toFile().list())).isNotEmpty();
    }
}
