package warren.persistence.repair;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import warren.persistence.event.DefinitionEvent;
import warren.persistence.event.DefinitionsChanged;
import warren.persistence.event.DefinitionsSnapshot;
import warren.persistence.event.Facts;
import warren.persistence.store.Store;
import warren.persistence.store.StoredRecords;

/** What can be read of the definitions of one owner: of users and virtual hosts, or of what is in one virtual host. */
final class Definitions {
    static final String ACCESS = "access";
    static final String HOST = "vhost/";
    static final String QUEUE = "queue/";

    private final StoredRecords records;
    private final String id;
    private final OwnerReader reader;
    private final Facts facts = new Facts();

    private Definitions(StoredRecords records, String id) {
        this.records = records;
        this.id = id;
        this.reader = new OwnerReader(records, id);
    }

    static Definitions of(StoredRecords records, String id) {
        var definitions = new Definitions(records, id);
        definitions.reader.read(new OwnerReader.Visitor() {
            @Override
            public void snapshot(Object snapshot) {
                definitions.facts.apply(((DefinitionsSnapshot) snapshot).facts());
            }

            @Override
            public void event(long sequenceNr, Object event) {
                definitions.facts.apply(((DefinitionsChanged) event).facts());
            }
        });
        return definitions;
    }

    List<String> damage() {
        return reader.damage();
    }

    /** Names of virtual hosts by their number. */
    Map<Long, String> hosts() {
        Map<Long, String> hosts = new LinkedHashMap<>();
        for (DefinitionEvent fact : facts.standing()) {
            if (fact instanceof DefinitionEvent.VirtualHostAdded added) {
                hosts.put(added.virtualHost().id(), added.virtualHost().name());
            }
        }
        return hosts;
    }

    /** Names of queues by their number. */
    Map<Long, String> queues() {
        Map<Long, String> queues = new LinkedHashMap<>();
        for (DefinitionEvent fact : facts.standing()) {
            if (fact instanceof DefinitionEvent.QueueDeclared declared) {
                queues.put(declared.queue().id(), declared.queue().name());
            }
        }
        return queues;
    }

    /** Writes down what can be read, and these, as all that there is. */
    void write(Store store, List<DefinitionEvent> more) {
        List<DefinitionEvent> standing = new ArrayList<>(facts.standing());
        standing.addAll(more);
        long sequenceNr = records.highestSequenceNr(id);
        store.saveSnapshot(id, sequenceNr, StoredObject.write(new DefinitionsSnapshot(standing)))
                .toCompletableFuture()
                .join();
        store.deleteTo(id, sequenceNr).toCompletableFuture().join();
    }
}
