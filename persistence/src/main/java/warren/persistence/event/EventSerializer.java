package warren.persistence.event;

import java.io.NotSerializableException;
import org.apache.pekko.serialization.SerializerWithStringManifest;
import warren.persistence.bytes.MalformedBytesException;

/**
 * The events and snapshots of this package for Pekko. The manifest names kind and version of the bytes; a version once released stays
 * readable.
 */
public final class EventSerializer extends SerializerWithStringManifest {
    private static final int IDENTIFIER = 56_720;
    private static final String QUEUE_CHANGED = "queue-changed-2";
    /** With retries. */
    private static final String QUEUE_CHANGED_RETRIES = "queue-changed-3";

    private static final String QUEUE_IMAGE_WITHOUT_RETRIES = "queue-image-2";
    private static final String QUEUE_IMAGE = "queue-image-3";
    private static final String DEFINITIONS_CHANGED = "definitions-changed-1";
    private static final String DEFINITIONS_SNAPSHOT = "definitions-snapshot-1";

    /** Made by Pekko. */
    public EventSerializer() {}

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object value) {
        if (value instanceof QueueChanged event) {
            return event.retries().isEmpty() ? QUEUE_CHANGED : QUEUE_CHANGED_RETRIES;
        }
        if (value instanceof QueueImageSnapshot snapshot) {
            return snapshot.hasRetries() ? QUEUE_IMAGE : QUEUE_IMAGE_WITHOUT_RETRIES;
        }
        if (value instanceof DefinitionsChanged) {
            return DEFINITIONS_CHANGED;
        }
        if (value instanceof DefinitionsSnapshot) {
            return DEFINITIONS_SNAPSHOT;
        }
        throw unknown(value);
    }

    @Override
    public byte[] toBinary(Object value) {
        if (value instanceof QueueChanged event) {
            return QueueChangedCodec.write(event);
        }
        if (value instanceof QueueImageSnapshot snapshot) {
            return snapshot.bytes();
        }
        if (value instanceof DefinitionsChanged event) {
            return DefinitionsCodec.write(event.facts());
        }
        if (value instanceof DefinitionsSnapshot snapshot) {
            return DefinitionsCodec.write(snapshot.facts());
        }
        throw unknown(value);
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        try {
            return switch (manifest) {
                case QUEUE_CHANGED, QUEUE_CHANGED_RETRIES -> QueueChangedCodec.read(bytes);
                case QUEUE_IMAGE -> queueImage(bytes, true);
                case QUEUE_IMAGE_WITHOUT_RETRIES -> queueImage(bytes, false);
                case DEFINITIONS_CHANGED -> new DefinitionsChanged(DefinitionsCodec.read(bytes));
                case DEFINITIONS_SNAPSHOT -> new DefinitionsSnapshot(DefinitionsCodec.read(bytes));
                default ->
                    throw new NotSerializableException("'" + manifest + "' was written by a newer version of Warren");
            };
        } catch (MalformedBytesException e) {
            var failure = new NotSerializableException(manifest + ": " + e.getMessage());
            failure.initCause(e);
            throw failure;
        }
    }

    /** Parsed here and not only by its queue: what is damaged must be refused while there is still a way to do without it. */
    private static QueueImageSnapshot queueImage(byte[] bytes, boolean hasRetries) throws MalformedBytesException {
        QueueImageCodec.read(bytes, hasRetries);
        return new QueueImageSnapshot(bytes, hasRetries);
    }

    private static IllegalArgumentException unknown(Object value) {
        return new IllegalArgumentException(
                value instanceof QueueImage
                        ? "a QueueImage changes while it would be written: its actor needs a SnapshotAdapter (QueueImage.snapshot)"
                        : "no stored form of " + value.getClass());
    }
}
