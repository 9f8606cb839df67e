package warren.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;
import static warren.persistence.store.StoreDirectory.await;
import static warren.persistence.store.StoreDirectory.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;

/** What a store must hold after random changes, told in the simplest way. */
final class StoreModel {
    private static final class Owner {
        final TreeSet<Long> events = new TreeSet<>();
        long highest;
        long snapshotNr;
        byte[] snapshot = {};
    }

    private final Random random;
    private final TreeMap<String, Owner> owners = new TreeMap<>();

    StoreModel(Random random) {
        this.random = random;
    }

    void live(Store store, int steps) {
        List<CompletionStage<?>> under = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            under.add(change(store, "id" + random.nextInt(6)));
            if (random.nextInt(20) == 0) {
                under.forEach(StoreDirectory::await);
                under.clear();
            }
        }
        under.forEach(StoreDirectory::await);
    }

    private CompletionStage<?> change(Store store, String id) {
        Owner owner = owners.computeIfAbsent(id, each -> new Owner());
        int dice = random.nextInt(100);
        if (dice < 80) {
            List<LogRecord> batch = new ArrayList<>();
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                owner.events.add(++owner.highest);
                batch.add(event(id, owner.highest, random.nextInt(700)));
            }
            return store.append(batch);
        }
        if (dice < 85) {
            owner.snapshotNr = owner.highest;
            owner.snapshot = new byte[random.nextInt(500)];
            random.nextBytes(owner.snapshot);
            return owner.highest == 0 ? store.barrier() : store.saveSnapshot(id, owner.snapshotNr, owner.snapshot);
        }
        if (dice < 97) {
            long[] some = owner.events.headSet(owner.snapshotNr, true).stream()
                    .filter(each -> random.nextInt(20) > 0)
                    .mapToLong(Long::longValue)
                    .toArray();
            for (long each : some) {
                owner.events.remove(each);
            }
            return store.release(id, some);
        }
        if (dice < 99) {
            long to = owner.snapshotNr;
            owner.events.headSet(to, true).clear();
            return store.deleteTo(id, to);
        }
        owners.put(id, new Owner());
        return store.purge(id);
    }

    void check(Store store, String when) {
        await(store.barrier());
        owners.forEach((id, owner) -> {
            assertThat(StoreDirectory.numbers(store, id)).as(when + " " + id).containsExactlyElementsOf(owner.events);
            assertThat(store.highestSequenceNr(id)).as(when + " " + id).isEqualTo(owner.highest);
            Optional<byte[]> snapshot = store.snapshot(id);
            if (owner.snapshotNr == 0) {
                assertThat(snapshot).as(when + " " + id).isEmpty();
            } else {
                assertThat(snapshot).as(when + " " + id).hasValue(owner.snapshot);
            }
        });
    }
}
