package warren.actors.info;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import warren.persistence.event.QueueDefinition;
import warren.routing.message.FieldTable;

/**
 * A queue at one moment.
 *
 * @param state {@code running}, {@code recovering} or {@code crashed}
 * @param ownerConnection name of the connection that holds an exclusive queue
 * @param persistent how many of the messages are persistent
 * @param delayed how many wait until they may be handed out; neither ready nor unacknowledged
 * @param nextDelayedAt when the first of them may be, in milliseconds since 1970
 * @param readyBytes bodies only, as RabbitMQ counts
 * @param exclusiveConsumerTag the consumer that holds the queue for itself
 * @param oldestUnackedSince when that one was handed out which clients hold longest, in milliseconds since 1970
 * @param restarts how often its actor was restarted after a failure
 * @param lastFailure what that was the last time
 */
public record QueueInfo(
        String virtualHost,
        String name,
        boolean durable,
        boolean autoDelete,
        FieldTable arguments,
        PolicyEffect policies,
        Optional<String> ownerConnection,
        String state,
        long ready,
        long unacknowledged,
        long delayed,
        OptionalLong nextDelayedAt,
        long persistent,
        long readyBytes,
        long unacknowledgedBytes,
        long persistentBytes,
        Optional<String> exclusiveConsumerTag,
        List<ConsumerInfo> consumers,
        OptionalLong oldestUnackedSince,
        int restarts,
        Optional<FailureInfo> lastFailure,
        MessageCounts counts) {

    /** {@code classic} or {@code quorum}. */
    public String type() {
        return arguments.text("x-queue-type").orElse("classic");
    }

    /** The consumer that is served, in a queue that serves one alone. */
    public Optional<String> singleActiveConsumerTag() {
        return consumers.stream()
                .filter(consumer -> consumer.activity().equals(ConsumerInfo.SINGLE_ACTIVE))
                .findFirst()
                .map(ConsumerInfo::consumerTag);
    }

    /** Ready, unacknowledged and delayed ones. */
    public long messages() {
        return ready + unacknowledged + delayed;
    }

    /** The same queue as its virtual host sees it, which knows what the queue itself does not: also how it was altered. */
    public QueueInfo in(
            QueueDefinition definition,
            PolicyEffect effect,
            Optional<String> owner,
            int restartCount,
            Optional<FailureInfo> failure) {
        return new QueueInfo(
                virtualHost,
                name,
                definition.durable(),
                autoDelete,
                definition.arguments(),
                effect,
                owner,
                state,
                ready,
                unacknowledged,
                delayed,
                nextDelayedAt,
                persistent,
                readyBytes,
                unacknowledgedBytes,
                persistentBytes,
                exclusiveConsumerTag,
                consumers,
                oldestUnackedSince,
                restartCount,
                failure,
                counts);
    }
}
