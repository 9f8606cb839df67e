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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A disk that has hardly any room left. */
@Timeout(60)
class FullDiskTest {
    @TempDir
    Path directory;

    private final FlakyDisk disk = new FlakyDisk();

    @Test
    void whatIsNewIsRefusedBeforeTheDiskIsFull_andTakenWhenThereIsRoom() {
        try (Store store = Store.open(directory, SETTINGS, disk)) {
            append(store, "q", 1, 3, 100);
            disk.usableBytes = Reserve.BYTES + 99;
            assertThat(failureOf(store.append(List.of(event("q", 4, 100)))))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("48 MiB are free");
            assertThat(store.isFull()).isTrue();
            assertThat(numbers(store, "q")).containsExactly(1L, 2L, 3L);
            disk.usableBytes = Reserve.BYTES + 100;
            await(store.append(List.of(event("q", 4, 100))));
            assertThat(numbers(store, "q")).hasSize(4);
            assertThat(store.isFull()).isFalse();
        }
    }

    @Test
    void whatMakesOthersNeedlessIsTakenFromTheReserve() {
        try (Store store = Store.open(directory, SETTINGS, disk)) {
            append(store, "q", 1, 3, 100);
            disk.usableBytes = Reserve.UPKEEP_BYTES + 1000;
            var refused = store.append(List.of(event("other", 1, 100)));
            await(store.appendUpkeep(List.of(event("q", 4, 100))));
            await(store.saveSnapshot("q", 4, new byte[100]));
            assertThat(failureOf(refused)).isInstanceOf(IOException.class);
            assertThat(numbers(store, "q")).hasSize(4);
            disk.usableBytes = Reserve.UPKEEP_BYTES + 99;
            assertThat(failureOf(store.appendUpkeep(List.of(event("q", 5, 100)))))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void whatIsReleasedGivesRoomBack() {
        try (Store store = Store.open(directory, SETTINGS, disk)) {
            append(store, "q", 1, 100, 4_000);
            disk.usableBytes = Reserve.UPKEEP_BYTES + SETTINGS.segmentBytes();
            long before = store.statistics().diskBytes();
            await(store.release("q", range(1, 99)));
            while (store.statistics().diskBytes() > before / 2) {
                await(store.barrier());
            }
            assertThat(numbers(store, "q")).containsExactly(100L);
        }
    }

    @Test
    void nothingAtAllIsWrittenWithoutRoom_andTheReleaseIsMadeUpFor() {
        try (Store store = Store.open(directory, SETTINGS, disk)) {
            append(store, "q", 1, 10, 100);
            disk.usableBytes = Reserve.UPKEEP_BYTES;
            disk.on(FlakyDisk.Operation.WRITE, file -> {
                throw new AssertionError("written");
            });
            var release = store.release("q", range(1, 5));
            assertThat(failureOf(store.append(List.of(event("other", 1, 100))))).isInstanceOf(IOException.class);
            assertThat(release.toCompletableFuture()).isNotDone();
            disk.refuseNothing();
            disk.usableBytes = Long.MAX_VALUE;
            await(release);
            assertThat(numbers(store, "q")).hasSize(5);
        }
    }

    @Test
    void doesNotOpenWithoutRoom() {
        disk.usableBytes = Reserve.UPKEEP_BYTES - 1;
        assertThatThrownBy(() -> Store.open(directory, SETTINGS, disk))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("the disk is full, 15 MiB are free");
        disk.usableBytes = Long.MAX_VALUE;
        Store.open(directory, SETTINGS, disk).close();
    }
}
