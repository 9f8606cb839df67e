package warren.persistence.journal;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Extension;
import org.apache.pekko.actor.typed.ExtensionId;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.dispatch.MessageDispatcher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import warren.persistence.store.Store;
import warren.persistence.store.StoreException;
import warren.persistence.store.StoreSettings;
import warren.persistence.store.StoreStatistics;

/** The store of an actor system: opened once, from {@code warren.persistence}, and closed as the last thing of a shutdown. */
public final class StoreExtension implements Extension {
    /** Names the extension. */
    public static final class Id extends ExtensionId<StoreExtension> {
        private static final Id INSTANCE = new Id();

        @Override
        public StoreExtension createExtension(ActorSystem<?> system) {
            return new StoreExtension(system);
        }
    }

    /** See {@link Store#RESERVE_BYTES}. */
    public static final long RESERVE_BYTES = Store.RESERVE_BYTES;

    private static final Logger LOG = LoggerFactory.getLogger(StoreExtension.class);

    private final Store store;
    private final EventBytes eventBytes;
    private final MessageDispatcher reads;
    private final JointWrites jointWrites;

    private StoreExtension(ActorSystem<?> system) {
        Config config = system.settings().config().getConfig("warren.persistence");
        this.store = Store.open(
                Path.of(config.getString("directory")),
                new StoreSettings(
                        config.getBoolean("fsync"),
                        config.getBytes("segment-bytes").intValue()));
        this.jointWrites = new JointWrites(store::appendTogether);
        store.persistenceIds(ScratchPages.ID_PREFIX).forEach(store::purge);
        // without a store nothing durable can be served: another start may
        store.broken().thenAccept(cause -> system.terminate());
        var classic = Adapter.toClassic(system);
        this.eventBytes = new EventBytes(classic);
        this.reads = classic.dispatchers().lookup("warren.persistence.reads-dispatcher");
        // when no actor is left that could write
        classic.registerOnTermination(this::close);
    }

    /** The store of this system, opened by the first call. */
    public static StoreExtension get(ActorSystem<?> system) {
        return Id.INSTANCE.apply(system);
    }

    static StoreExtension get(org.apache.pekko.actor.ActorSystem system) {
        return get(Adapter.toTyped(system));
    }

    private void close() {
        try {
            store.close();
        } catch (StoreException failure) {
            // the next start reads the log from the last checkpoint
            LOG.error("{}", failure.getMessage(), failure);
        }
    }

    Store store() {
        return store;
    }

    EventBytes eventBytes() {
        return eventBytes;
    }

    Executor reads() {
        return reads;
    }

    /** Some events of one owner, read on a dispatcher of its own. */
    public CompletionStage<List<Object>> read(String persistenceId, long[] sequenceNrs) {
        return CompletableFuture.supplyAsync(
                () -> {
                    List<Object> events = new ArrayList<>(sequenceNrs.length);
                    for (long sequenceNr : sequenceNrs) {
                        events.add(eventBytes.read(
                                "event " + sequenceNr + " of " + persistenceId, store.read(persistenceId, sequenceNr)));
                    }
                    return events;
                },
                reads);
    }

    /** Room on disk for what need not survive the process. */
    public ScratchPages scratchPages() {
        return new ScratchPages(store, eventBytes, reads);
    }

    /** Gives single events up: nobody will ask for them again. */
    public void release(String persistenceId, long[] sequenceNrs) {
        store.release(persistenceId, sequenceNrs);
    }

    /** Gives all events up to a number up. */
    public void deleteTo(String persistenceId, long sequenceNr) {
        store.deleteTo(persistenceId, sequenceNr);
    }

    /** Writes of several owners at once. */
    public JointWrites jointWrites() {
        return jointWrites;
    }

    /** Forgets an owner, its events and snapshot. */
    public CompletionStage<Void> purge(String persistenceId) {
        jointWrites.withdraw(persistenceId);
        return store.purge(persistenceId);
    }

    /** The owners that the store knows, by the beginning of their id. */
    public List<String> persistenceIds(String prefix) {
        return store.persistenceIds(prefix);
    }

    /** See {@link Store#backup}. */
    public CompletionStage<Void> backup(Path target) {
        return store.backup(target, reads);
    }

    /** True while the disk is so full that nothing new is kept. */
    public boolean isFull() {
        return store.isFull();
    }

    public StoreStatistics statistics() {
        return store.statistics();
    }
}
