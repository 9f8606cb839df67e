package warren.persistence.repair;

import java.util.List;
import warren.persistence.event.OffsetRanges;
import warren.persistence.event.QueueChanged;
import warren.persistence.event.QueueImage;
import warren.persistence.event.QueueImageSnapshot;
import warren.persistence.store.DamagedException;
import warren.persistence.store.LogRecord;
import warren.persistence.store.Store;
import warren.persistence.store.StoredRecords;

/**
 * What can be read of one durable queue. An event is readable or not as a whole, so one flipped bit costs the messages that were
 * written together. What a lost event said of consumed messages is lost too: they may be delivered again.
 */
final class QueueSalvage {
    private final StoredRecords records;
    private final String id;
    private final OwnerReader reader;
    private final OffsetRanges.Builder settled = new OffsetRanges.Builder();
    /** Offsets that lost events may have brought. */
    private final OffsetRanges.Builder skipped = new OffsetRanges.Builder();
    /** Offsets of the image whose bodies cannot be read. */
    private final OffsetRanges.Builder unreadable = new OffsetRanges.Builder();

    private QueueImage image = new QueueImage();
    private int damageKnown;

    private QueueSalvage(StoredRecords records, String id) {
        this.records = records;
        this.id = id;
        this.reader = new OwnerReader(records, id);
    }

    static QueueSalvage of(StoredRecords records, String id) {
        var salvage = new QueueSalvage(records, id);
        salvage.read();
        return salvage;
    }

    private void read() {
        reader.read(new OwnerReader.Visitor() {
            @Override
            public void snapshot(Object snapshot) {
                image = QueueImage.restore((QueueImageSnapshot) snapshot);
            }

            @Override
            public void event(long sequenceNr, Object event) {
                take(sequenceNr, (QueueChanged) event);
            }
        });
        for (QueueImage.Batch batch : image.batches(0, Long.MAX_VALUE)) {
            if (batch.sequenceNr() <= reader.snapshotNr()
                    && reader.event(batch.sequenceNr()).isEmpty()) {
                unreadable.addAll(batch.waiting());
            }
        }
        reader.lost().stream().filter(lost -> lost > reader.snapshotNr()).forEach(this::guess);
    }

    private void take(long sequenceNr, QueueChanged event) {
        boolean follows = reader.damage().size() > damageKnown && !reader.isSnapshotLost();
        if (follows && !event.enqueued().isEmpty()) {
            long first = event.enqueued().get(0).offset();
            if (first > image.nextOffset()) {
                skipped.addRange(image.nextOffset(), first - 1);
            }
            damageKnown = reader.damage().size();
        }
        settled.addAll(event.settled());
        image.apply(sequenceNr, event);
    }

    /** A flipped bit in a body leaves the offsets around it as they were. */
    private void guess(long sequenceNr) {
        try {
            records.readUnchecked(id, sequenceNr)
                    .map(bytes -> StoredObject.read("event " + sequenceNr, bytes))
                    .ifPresent(event ->
                            ((QueueChanged) event).enqueued().forEach(message -> skipped.add(message.offset())));
        } catch (DamagedException | ClassCastException e) {
            // there is nothing to be told from these bytes
        }
    }

    List<String> damage() {
        return reader.damage();
    }

    /** Messages that wait and can be read. */
    long waiting() {
        return image.count() - unreadable.build().size();
    }

    /** Messages that cannot be read, as far as the events around them tell. */
    long lost() {
        OffsetRanges known = settled.build();
        long count = unreadable.build().size();
        for (var walk = skipped.build().iterator(); walk.hasNext(); ) {
            count += known.contains(walk.nextLong()) ? 0 : 1;
        }
        return count;
    }

    /** Writes down what can be read as all that there is: an event that settles the rest, and a snapshot, which makes it count. */
    void write(Store store) {
        long sequenceNr = records.highestSequenceNr(id) + 1;
        var rest = new QueueChanged(List.of(), unreadable.build());
        image.apply(sequenceNr, rest);
        var record = new LogRecord(id, sequenceNr, StoredObject.write(rest));
        store.append(List.of(record)).toCompletableFuture().join();
        store.saveSnapshot(id, sequenceNr, StoredObject.write(image.snapshot()))
                .toCompletableFuture()
                .join();
        long[] gone = reader.lost().stream().mapToLong(Long::longValue).toArray();
        store.release(id, gone).toCompletableFuture().join();
    }
}
