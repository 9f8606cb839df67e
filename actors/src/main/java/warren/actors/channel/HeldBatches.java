package warren.actors.channel;

import java.util.ArrayList;
import java.util.List;
import warren.actors.AmqpError;

/** What a transactional channel has published since its last commit: batches that have been routed and wait for the next. */
final class HeldBatches {
    /** What a transaction may publish, as it is written as one. */
    private static final long BYTES_MAX = 512L << 20;

    private List<PublishBatch> batches = new ArrayList<>();
    private long bytes;
    private boolean isPartial;

    /** Another publish of so many bytes. */
    void weigh(long weight) {
        bytes += weight;
        if (bytes > BYTES_MAX) {
            throw new AmqpException(AmqpError.preconditionFailed("transaction of more than " + BYTES_MAX + " bytes"));
        }
    }

    void add(PublishBatch batch) {
        batches.add(batch);
    }

    int messageCount() {
        return batches.stream().mapToInt(batch -> batch.messages.size()).sum();
    }

    /** An error when an exchange has refused or lost a part of it. */
    void requireNothingRefused() {
        if (batches.stream().anyMatch(batch -> !batch.rejected.isEmpty())) {
            throw new AmqpException(AmqpError.preconditionFailed("an exchange refused a message of a transaction"));
        }
    }

    /** The transaction is over, whatever becomes of its batches. */
    List<PublishBatch> take() {
        List<PublishBatch> taken = batches;
        batches = new ArrayList<>();
        bytes = 0;
        return taken;
    }

    /** Queues have answered for all of a batch that was committed. */
    void onAnswered(PublishBatch batch) {
        isPartial |= !batch.rejected.isEmpty();
    }

    /** True when queues refused a part of what was committed. */
    boolean isCommittedInPart() {
        return isPartial;
    }
}
