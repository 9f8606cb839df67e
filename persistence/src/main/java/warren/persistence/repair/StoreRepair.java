package warren.persistence.repair;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import warren.persistence.event.DefinitionEvent;
import warren.persistence.event.QueueDefinition;
import warren.persistence.event.VirtualHostDefinition;
import warren.persistence.store.Progress;
import warren.persistence.store.StoppedStore;
import warren.persistence.store.Store;
import warren.persistence.store.StoreSettings;
import warren.persistence.store.StoredRecords;
import warren.routing.message.FieldTable;

/**
 * Saves what can be read of a damaged store: each damaged owner is written down as what can be read of it. A process that ends meanwhile
 * leaves a store that can be repaired again.
 */
public final class StoreRepair {
    private static final StoreSettings SETTINGS = new StoreSettings(true, 64 << 20);
    /** What lost its name is named so, and by its number. */
    private static final String SALVAGED = "salvaged-";

    private final Store store;
    private final StoredRecords records;

    private StoreRepair(Store store) {
        this.store = store;
        this.records = store.records();
    }

    /**
     * What was done.
     *
     * @param before as it was found
     * @param after as it is now
     * @param copy where the log as it was found is kept; empty when nothing had to be done
     */
    public record Done(StoreReport before, StoreReport after, Optional<Path> copy) {}

    /** {@code copy} is made when there is something to repair: the log as it was found. */
    public static Done run(Path directory, Path copy, Progress progress) {
        StoreReport before;
        try (StoppedStore stopped = StoppedStore.open(directory)) {
            before = StoreCheck.run(stopped, progress);
            if (before.isSound()) {
                return new Done(before, before, Optional.empty());
            }
            stopped.copyTo(copy);
        }
        try (Store store = Store.open(directory, SETTINGS)) {
            new StoreRepair(store).repair(before);
        }
        return new Done(before, StoreCheck.run(directory, progress), Optional.of(copy));
    }

    private void repair(StoreReport report) {
        for (StoreReport.QueueFound queue : report.queues()) {
            if (!queue.damage().isEmpty()) {
                QueueSalvage.of(records, queue.id()).write(store);
            }
        }
        for (StoreReport.DefinitionsFound found : report.definitions()) {
            if (!found.damage().isEmpty()) {
                var definitions = Definitions.of(records, found.id());
                boolean isAccess = found.id().equals(Definitions.ACCESS);
                definitions.write(
                        store, isAccess ? namelessHosts(definitions.hosts()) : namelessQueues(found.id(), definitions));
            }
        }
    }

    /** A queue that nobody has declared would be forgotten with all its messages. */
    private List<DefinitionEvent> namelessQueues(String hostId, Definitions known) {
        String prefix = Definitions.QUEUE + hostId.substring(Definitions.HOST.length()) + "/";
        Set<String> names = new HashSet<>(known.queues().values());
        List<DefinitionEvent> declared = new ArrayList<>();
        for (String id : records.persistenceIds(prefix)) {
            long number = Long.parseLong(id.substring(prefix.length()));
            boolean isNameless = !known.queues().containsKey(number);
            if (isNameless && QueueSalvage.of(records, id).waiting() > 0) {
                var queue = new QueueDefinition(free(names, number), number, true, false, FieldTable.EMPTY);
                declared.add(new DefinitionEvent.QueueDeclared(queue));
            }
        }
        return declared;
    }

    private static String free(Set<String> names, long number) {
        String name = SALVAGED + number;
        while (!names.add(name)) {
            name += "-";
        }
        return name;
    }

    /** Where nothing is left, the next start makes the first host and user anew. */
    private List<DefinitionEvent> namelessHosts(Map<Long, String> known) {
        List<String> ids = records.persistenceIds(Definitions.HOST);
        if (known.isEmpty() && ids.equals(List.of(Definitions.HOST + 1))) {
            return List.of();
        }
        Set<String> names = new HashSet<>(known.values());
        List<DefinitionEvent> added = new ArrayList<>();
        for (String id : ids) {
            long number = Long.parseLong(id.substring(Definitions.HOST.length()));
            if (!known.containsKey(number)) {
                added.add(new DefinitionEvent.VirtualHostAdded(
                        new VirtualHostDefinition(free(names, number), number, "", List.of())));
            }
        }
        return added;
    }
}
