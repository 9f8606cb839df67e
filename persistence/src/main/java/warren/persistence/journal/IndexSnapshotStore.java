package warren.persistence.journal;

import com.typesafe.config.Config;
import java.util.Optional;
import org.apache.pekko.persistence.SelectedSnapshot;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import org.apache.pekko.persistence.snapshot.japi.SnapshotStore;
import org.apache.pekko.util.FutureConverters;
import scala.concurrent.Future;
import warren.persistence.store.Store;

/** The snapshot plug-in: the newest snapshot of each owner, in the store's index. */
public final class IndexSnapshotStore extends SnapshotStore {
    private final StoreExtension extension;
    private final Store store;

    /** Made by Pekko with the plug-in's section. */
    public IndexSnapshotStore(Config config) {
        extension = StoreExtension.get(context().system());
        store = extension.store();
    }

    @Override
    public Future<Optional<SelectedSnapshot>> doLoadAsync(String persistenceId, SnapshotSelectionCriteria criteria) {
        return FutureConverters.asScala(
                store.barrier().thenApplyAsync(barrier -> load(persistenceId, criteria), extension.reads()));
    }

    private Optional<SelectedSnapshot> load(String persistenceId, SnapshotSelectionCriteria criteria) {
        Optional<Long> sequenceNr = store.snapshotSequenceNr(persistenceId);
        if (sequenceNr.isEmpty() || sequenceNr.get() > criteria.maxSequenceNr()) {
            return Optional.empty();
        }
        return store.snapshot(persistenceId)
                .map(bytes -> SelectedSnapshot.create(
                        new SnapshotMetadata(persistenceId, sequenceNr.get(), 0L),
                        extension.eventBytes().read(bytes)));
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
        boolean isMeant = store.snapshotSequenceNr(persistenceId)
                .filter(known -> known <= upTo)
                .isPresent();
        return FutureConverters.asScala(isMeant ? store.deleteSnapshot(persistenceId) : store.barrier());
    }
}
