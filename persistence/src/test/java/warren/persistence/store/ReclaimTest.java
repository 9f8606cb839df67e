package warren.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;
import static warren.persistence.store.StoreDirectory.await;
import static warren.persistence.store.StoreDirectory.event;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A steady load of many owners, for a while: one with an event stuck at its head, one with a long lag, one whose backlog grows and shrinks,
 * some that come and go. The log never takes more than twice what lives and {@link #SLACK_BYTES}. {@code -Dcrash.reclaim-seconds}.
 */
@Timeout(3_600)
class ReclaimTest {
    private static final long SECONDS = Long.getLong("crash.reclaim-seconds", 8);
    private static final StoreSettings SETTINGS = new StoreSettings(false, 1 << 20);
    /** Three segments that are let be, the one that is written, one that is being emptied, and what is dead but not yet looked at. */
    private static final long SLACK_BYTES = 6L << 20;

    private static final int EVENTS_PER_SNAPSHOT = 100;
    private static final int STEPS_PER_CHECK = 500;
    private static final int SNAPSHOT_BYTES = 300;

    @TempDir
    Path directory;

    private final Random random = new Random(5);

    /** An owner and how many of its newest events wait. */
    private static final class Owner {
        final String id;
        final TreeSet<Long> living = new TreeSet<>();
        final Map<Long, Integer> sizes = new TreeMap<>();
        final List<Long> settled = new ArrayList<>();
        long highest;
        long snapshotNr;
        long liveBytes;

        Owner(String id) {
            this.id = id;
        }

        int lag(long step) {
            return switch (id) {
                case "stuck" -> 200;
                case "behind" -> 3_000;
                default -> (int) (step / 40 % 2_000);
            };
        }

        long oldest() {
            return id.equals("stuck") ? living.higher(1L) : living.first();
        }
    }

    @Test
    void theLogStaysSmall_andTheHeadStaysNear() throws Exception {
        List<Owner> owners = List.of(new Owner("stuck"), new Owner("behind"), new Owner("wave"));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        long step = 0;
        long written = 0;
        double worst = 0;
        long firstHeadNanos = 0;
        long lastHeadNanos = 0;
        try (Store store = Store.open(directory, SETTINGS)) {
            for (Owner owner : owners) {
                written += append(store, owner);
            }
            while (System.nanoTime() < end) {
                for (int i = 0; i < STEPS_PER_CHECK; i++, step++) {
                    written += live(store, owners.get(random.nextInt(owners.size())), step);
                    if (step % 2_000 == 0) {
                        written += comeAndGo(store, "guest-" + step / 2_000 % 3);
                    }
                }
                await(store.barrier());
                long live = owners.stream().mapToLong(owner -> owner.liveBytes).sum();
                long disk = diskBytes();
                assertThat(disk).as("after %s bytes", written).isLessThanOrEqualTo(2 * live + SLACK_BYTES);
                worst = Math.max(worst, (double) (disk - SLACK_BYTES) / live);
                lastHeadNanos = readHead(store, owners.get(1));
                firstHeadNanos = firstHeadNanos == 0 ? lastHeadNanos : firstHeadNanos;
            }
            for (Owner owner : owners) {
                await(store.saveSnapshot(owner.id, owner.highest, new byte[SNAPSHOT_BYTES]));
                release(store, owner);
                assertThat(StoreDirectory.numbers(store, owner.id)).containsExactlyElementsOf(owner.living);
            }
        }
        System.out.printf(
                "reclaim: %d MB written in %d s, at worst %.2f times what lived and 6 MiB;"
                        + " the first 100 events of a queue read in %d us, at the end in %d us%n",
                written >> 20, SECONDS, Math.max(0, worst), firstHeadNanos / 1_000, lastHeadNanos / 1_000);
    }

    private long append(Store store, Owner owner) {
        int size = 50 + random.nextInt(2_000);
        owner.living.add(++owner.highest);
        owner.sizes.put(owner.highest, size);
        owner.liveBytes += size;
        store.append(List.of(event(owner.id, owner.highest, size)));
        return size;
    }

    private long live(Store store, Owner owner, long step) {
        long written = append(store, owner);
        // two at most for each that comes: a wave goes down as fast as it came
        for (int i = 0; i < 2 && owner.living.size() > owner.lag(step) + 1; i++) {
            long oldest = owner.oldest();
            owner.living.remove(oldest);
            owner.settled.add(oldest);
        }
        if (owner.highest - owner.snapshotNr >= EVENTS_PER_SNAPSHOT) {
            owner.snapshotNr = owner.highest;
            store.saveSnapshot(owner.id, owner.highest, new byte[SNAPSHOT_BYTES]);
            release(store, owner);
            written += SNAPSHOT_BYTES;
        }
        return written;
    }

    private static void release(Store store, Owner owner) {
        await(store.release(
                owner.id, owner.settled.stream().mapToLong(Long::longValue).toArray()));
        owner.settled.forEach(number -> owner.liveBytes -= owner.sizes.remove(number));
        owner.settled.clear();
    }

    private long comeAndGo(Store store, String id) {
        for (int i = 1; i <= 300; i++) {
            store.append(List.of(event(id, i, 1_000)));
        }
        await(store.purge(id));
        return 300_000;
    }

    /** How long it takes to read the first events that wait, in nanoseconds: the best of some. */
    private static long readHead(Store store, Owner owner) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long start = System.nanoTime();
            store.replay(owner.id, owner.living.first(), Long.MAX_VALUE, 100, record -> {});
            best = Math.min(best, System.nanoTime() - start);
        }
        return best;
    }

    private long diskBytes() throws Exception {
        long bytes = 0;
        for (Path segment : StoreDirectory.segments(directory).values()) {
            bytes += Files.exists(segment) ? Files.size(segment) : 0;
        }
        return bytes;
    }
}
