package warren.persistence.repair;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import warren.persistence.repair.StoreReport.DefinitionsFound;
import warren.persistence.repair.StoreReport.QueueFound;
import warren.persistence.store.Progress;
import warren.persistence.store.StoppedStore;
import warren.persistence.store.StoredRecords;

/** Reads all of a store that no broker has, and says what is there and what is damaged. Changes nothing. */
public final class StoreCheck {
    private static final String USERS_AND_HOSTS = "users, permissions and virtual hosts";

    private final StoredRecords records;
    private final Progress progress;

    private StoreCheck(StoredRecords records, Progress progress) {
        this.records = records;
        this.progress = progress;
    }

    /** {@link warren.persistence.store.StoreException} when a process has the store, or when there is none. */
    public static StoreReport run(Path directory, Progress progress) {
        try (StoppedStore store = StoppedStore.open(directory)) {
            return run(store, progress);
        }
    }

    static StoreReport run(StoppedStore store, Progress progress) {
        return new StoreCheck(store.records(), progress).report(store.scan(progress));
    }

    private StoreReport report(StoppedStore.Totals totals) {
        List<DefinitionsFound> definitions = new ArrayList<>();
        List<QueueFound> queues = new ArrayList<>();
        var access = Definitions.of(records, Definitions.ACCESS);
        definitions.add(new DefinitionsFound(Definitions.ACCESS, USERS_AND_HOSTS, access.damage()));
        for (String id : records.persistenceIds(Definitions.HOST)) {
            long number = Long.parseLong(id.substring(Definitions.HOST.length()));
            String host = access.hosts().getOrDefault(number, id);
            var inHost = Definitions.of(records, id);
            definitions.add(new DefinitionsFound(id, "virtual host '" + host + "'", inHost.damage()));
            addQueues(number, host, inHost, queues);
        }
        return new StoreReport(totals, records.persistenceIds("").size(), definitions, queues);
    }

    private void addQueues(long number, String host, Definitions inHost, List<QueueFound> queues) {
        Map<Long, String> names = inHost.queues();
        String prefix = Definitions.QUEUE + number + "/";
        List<String> ids = records.persistenceIds(prefix);
        for (int i = 0; i < ids.size(); i++) {
            Optional<String> name =
                    Optional.ofNullable(names.get(Long.parseLong(ids.get(i).substring(prefix.length()))));
            // what no definition names is forgotten at the next start, unless the definition was lost
            if (name.isPresent() || !inHost.damage().isEmpty()) {
                var salvage = QueueSalvage.of(records, ids.get(i));
                queues.add(new QueueFound(
                        ids.get(i),
                        host,
                        name.orElse(ids.get(i)),
                        salvage.waiting(),
                        salvage.lost(),
                        List.copyOf(salvage.damage())));
            }
            progress.at("reading queues of " + host, i + 1L, ids.size());
        }
    }
}
