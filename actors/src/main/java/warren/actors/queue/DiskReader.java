package warren.actors.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.jspecify.annotations.Nullable;
import warren.actors.queue.Inspection.Sighting;
import warren.persistence.event.OffsetRanges;
import warren.persistence.event.StoredMessage;
import warren.persistence.journal.ScratchPages;

/**
 * Reads messages that are on disk for somebody who looks in: they do not come back into memory by that, and the queue has no part in it.
 * What it reads may have left the queue when it arrives.
 */
final class DiskReader {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ActorSystem<?> system;
    private final @Nullable ActorRef<QueueLog.Command> log;
    private final @Nullable ScratchPages scratch;

    DiskReader(ActorSystem<?> system, @Nullable ActorRef<QueueLog.Command> log, @Nullable ScratchPages scratch) {
        this.system = system;
        this.log = log;
        this.scratch = scratch;
    }

    /** Those of these offsets that are there, ascending; {@code redeliveredBelow}: what the queue knows of their redelivered marks. */
    CompletionStage<List<Sighting>> read(
            OffsetRanges journal, List<Long> scratchNumbers, OffsetRanges wanted, long redeliveredBelow) {
        CompletionStage<List<Sighting>> all = CompletableFuture.completedFuture(new ArrayList<>());
        for (int range = 0; range < journal.rangeCount() && log != null; range++) {
            long first = journal.first(range);
            long last = journal.last(range);
            all = all.thenCompose(known ->
                    load(log, first, last).thenApply(more -> with(known, more, wanted, redeliveredBelow, true)));
        }
        for (long number : scratchNumbers) {
            if (scratch != null) {
                ScratchPages pages = scratch;
                all = all.thenCompose(known ->
                        pages.read(number).thenApply(more -> with(known, more, wanted, redeliveredBelow, false)));
            }
        }
        return all.thenApply(found -> {
            found.sort(Comparator.comparingLong(Sighting::offset));
            return found;
        });
    }

    private CompletionStage<List<StoredMessage>> load(ActorRef<QueueLog.Command> journal, long first, long last) {
        return AskPattern.<QueueLog.Command, QueueLog.Reply>ask(
                        journal,
                        replyTo -> new QueueLog.Load(first, last, Optional.of(replyTo)),
                        PATIENCE,
                        system.scheduler())
                .thenApply(reply -> {
                    if (reply instanceof QueueLog.Loaded loaded) {
                        return loaded.messages();
                    }
                    throw new IllegalStateException(
                            reply instanceof QueueLog.Unreadable unreadable ? unreadable.reason() : reply.toString());
                });
    }

    private static List<Sighting> with(
            List<Sighting> known,
            List<StoredMessage> more,
            OffsetRanges wanted,
            long redeliveredBelow,
            boolean isStored) {
        for (StoredMessage stored : more) {
            if (wanted.contains(stored.offset())) {
                boolean redelivered = isStored && stored.offset() < redeliveredBelow;
                known.add(new Sighting(stored.offset(), stored.message(), redelivered, isStored));
            }
        }
        return known;
    }
}
