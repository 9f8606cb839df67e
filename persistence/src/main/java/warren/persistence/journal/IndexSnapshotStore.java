package warren.persistence.journal;

import com.typesafe.config.Config;
import java.util.Optional;
import org.apache.pekko.persistence.SelectedSnapshot;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import org.apache.pekko.persistence.snapshot.japi.SnapshotStore;
import org.apache.pekko.util.FutureConverters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.concurrent.Future;
import warren.persistence.store.DamagedException;
import warren.persistence.store.Store;
import warren.persistence.store.StoreException;

/** The snapshot plug-in: the newest snapshot of each owner, in the store. */
public final class IndexSnapshotStore extends SnapshotStore {
    private static final Logger LOG = LoggerFactory.getLogger(IndexSnapshotStore.class);

    private final StoreExtension extension;
    private final Store store;

    /** Made by Pekko with the plug-in's section. */
    public IndexSnapshotStore(Config config) {
        extension = StoreExtension.get(context().system());
        store = extension.store();
    }

    @Override
    public Future<Optional<SelectedSnapshot>> doLoadAsync(String persistenceId, SnapshotSelectionCriteria criteria) {
        return FutureConverters.asScala(store.barrier(persistenceId)
                .thenApplyAsync(barrier -> load(persistenceId, criteria), extension.reads()));
    }

    private Optional<SelectedSnapshot> load(String persistenceId, SnapshotSelectionCriteria criteria) {
        Optional<Long> sequenceNr = store.snapshotSequenceNr(persistenceId);
        if (sequenceNr.isEmpty() || sequenceNr.get() > criteria.maxSequenceNr()) {
            return Optional.empty();
        }
        try {
            return store.snapshot(persistenceId)
                    .map(bytes -> SelectedSnapshot.create(
                            new SnapshotMetadata(persistenceId, sequenceNr.get(), 0L),
                            extension.eventBytes().read("the snapshot of " + persistenceId, bytes)));
        } catch (StoreException e) {
            if (!store.hasAllEvents(persistenceId, sequenceNr.get())) {
                throw new DamagedException(e.getMessage() + ", and events before it are gone");
            }
            LOG.error("the snapshot of {} is damaged; all its events are replayed instead", persistenceId, e);
            return Optional.empty();
        }
    }

    @Override
    public Future<Void> doSaveAsync(SnapshotMetadata metadata, Object snapshot) {
        return FutureConverters.asScala(store.saveSnapshot(
                metadata.persistenceId(),
                metadata.sequenceNr(),
                extension.eventBytes().write(snapshot)));
    }

    @Override
    public Future<Void> doDeleteAsync(SnapshotMetadata metadata) {
        return delete(metadata.persistenceId(), metadata.sequenceNr());
    }

    @Override
    public Future<Void> doDeleteAsync(String persistenceId, SnapshotSelectionCriteria criteria) {
        return delete(persistenceId, criteria.maxSequenceNr());
    }

    private Future<Void> delete(String persistenceId, long upTo) {
        return FutureConverters.asScala(store.deleteSnapshot(persistenceId, upTo));
    }
}
