package warren.persistence.journal;

import com.typesafe.config.Config;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.journal.japi.AsyncWriteJournal;
import org.apache.pekko.util.FutureConverters;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;
import warren.persistence.event.QueueChanged;
import warren.persistence.store.LogRecord;
import warren.persistence.store.Store;

/** The journal plug-in: what an actor persists is appended to the store, all of one call or nothing. */
public final class LogJournal extends AsyncWriteJournal {
    private final StoreExtension extension;
    private final Store store;

    /** Made by Pekko with the plug-in's section. */
    public LogJournal(Config config) {
        extension = StoreExtension.get(context().system());
        store = extension.store();
    }

    @Override
    public Future<Iterable<Optional<Exception>>> doAsyncWriteMessages(Iterable<AtomicWrite> messages) {
        List<LogRecord> records = new ArrayList<>();
        List<CompletionStage<Void>> writes = new ArrayList<>();
        for (AtomicWrite write : messages) {
            records.clear();
            long jointWrite = 0;
            boolean isUpkeep = true;
            for (PersistentRepr event : CollectionConverters.asJava(write.payload())) {
                if (event.payload() instanceof QueueChanged change) {
                    jointWrite = change.jointWrite();
                    isUpkeep &= change.enqueued().isEmpty();
                } else {
                    isUpkeep = false;
                }
                records.add(new LogRecord(
                        event.persistenceId(),
                        event.sequenceNr(),
                        extension.eventBytes().write(event.payload())));
            }
            List<LogRecord> batch = List.copyOf(records);
            if (jointWrite != 0) {
                writes.add(extension.jointWrites().append(jointWrite, batch));
            } else {
                writes.add(isUpkeep ? store.appendUpkeep(batch) : store.append(batch));
            }
        }
        CompletionStage<Void> all = CompletableFuture.completedFuture(null);
        for (CompletionStage<Void> write : writes) {
            all = all.thenCombine(write, (one, other) -> null);
        }
        Iterable<Optional<Exception>> accepted = List.of();
        return FutureConverters.asScala(all.thenApply(done -> accepted));
    }

    @Override
    public Future<Void> doAsyncDeleteMessagesTo(String persistenceId, long toSequenceNr) {
        return FutureConverters.asScala(store.deleteTo(persistenceId, toSequenceNr));
    }

    @Override
    public Future<Void> doAsyncReplayMessages(
            String persistenceId, long from, long to, long max, Consumer<PersistentRepr> replay) {
        CompletionStage<Void> replayed = store.barrier(persistenceId)
                .thenAcceptAsync(
                        barrier -> store.replay(persistenceId, from, to, max, record -> replay.accept(event(record))),
                        extension.reads());
        return FutureConverters.asScala(replayed);
    }

    private PersistentRepr event(LogRecord record) {
        return PersistentRepr.apply(
                extension
                        .eventBytes()
                        .read("event " + record.sequenceNr() + " of " + record.persistenceId(), record.payload()),
                record.sequenceNr(),
                record.persistenceId(),
                PersistentRepr.Undefined(),
                false,
                ActorRef.noSender(),
                PersistentRepr.Undefined());
    }

    @Override
    public Future<Long> doAsyncReadHighestSequenceNr(String persistenceId, long from) {
        // the first thing that an actor asks when it starts
        extension.jointWrites().withdraw(persistenceId);
        return FutureConverters.asScala(store.barrier(persistenceId)
                .thenApplyAsync(barrier -> store.highestSequenceNr(persistenceId), extension.reads()));
    }
}
