package warren.persistence.journal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import warren.persistence.store.LogRecord;
import warren.persistence.store.StoreException;

/**
 * Events of several owners that are durable together or not at all. Each owner persists its own; the first ones wait here for the last,
 * and the store writes them as one. Who begins a joint write takes care that all its owners are about to persist, for while one waits
 * Pekko tells no other owner of a write that is done. Thread-safe.
 */
public final class JointWrites {
    private final Function<List<LogRecord>, CompletionStage<Void>> store;
    private final Map<Long, Joint> open = new HashMap<>();
    private long lastNumber;

    /** What has come of one joint write. */
    private static final class Joint {
        final Set<String> missing;
        final Map<String, Part> parts = new HashMap<>();
        final CompletableFuture<Void> done = new CompletableFuture<>();

        Joint(Collection<String> owners) {
            missing = new HashSet<>(owners);
        }
    }

    private record Part(List<LogRecord> records, CompletableFuture<Void> done) {}

    /** {@code number} goes with each event; {@code done} completes when all are safe, and fails when none is. */
    public record Begun(long number, CompletionStage<Void> done) {}

    /** {@code store} writes records of several owners as one. */
    public JointWrites(Function<List<LogRecord>, CompletionStage<Void>> store) {
        this.store = store;
    }

    /** These owners, at least one, are about to persist one event each, which belong together. */
    public synchronized Begun begin(Collection<String> owners) {
        var joint = new Joint(owners);
        open.put(++lastNumber, joint);
        return new Begun(lastNumber, joint.done);
    }

    /** An owner's part. It fails when the joint write is over, for then the others have been told so too. */
    public CompletionStage<Void> append(long number, List<LogRecord> records) {
        String owner = records.get(0).persistenceId();
        synchronized (this) {
            Joint joint = open.get(number);
            if (joint == null || !joint.missing.remove(owner)) {
                return CompletableFuture.failedFuture(new StoreException("joint write " + number + " is over"));
            }
            var part = new Part(records, new CompletableFuture<>());
            joint.parts.put(owner, part);
            writeIfComplete(number, joint);
            return part.done();
        }
    }

    /** The owner has ended or starts anew: what it has a part in and is not written is abandoned. */
    public synchronized void withdraw(String owner) {
        for (Map.Entry<Long, Joint> each : List.copyOf(open.entrySet())) {
            Joint joint = each.getValue();
            if (joint.missing.contains(owner) || joint.parts.containsKey(owner)) {
                abandon(each.getKey());
            }
        }
    }

    /** One of the owners could not persist its part: none of the others counts either. Of one that is written, or over, nothing changes. */
    public synchronized void abandon(long number) {
        Joint joint = open.remove(number);
        if (joint != null) {
            var why = new StoreException("another part of joint write " + number + " could not be written");
            joint.parts.values().forEach(part -> part.done().completeExceptionally(why));
            joint.done.completeExceptionally(why);
        }
    }

    private void writeIfComplete(long number, Joint joint) {
        if (!joint.missing.isEmpty()) {
            return;
        }
        open.remove(number);
        List<LogRecord> records = new ArrayList<>();
        joint.parts.values().forEach(part -> records.addAll(part.records()));
        var written = store.apply(records).whenComplete((done, failure) -> {
            joint.parts.values().forEach(part -> complete(part.done(), failure));
            complete(joint.done, failure);
        });
        assert written != null;
    }

    private static void complete(CompletableFuture<Void> future, @Nullable Throwable failure) {
        if (failure == null) {
            future.complete(null);
        } else {
            future.completeExceptionally(failure);
        }
    }
}
