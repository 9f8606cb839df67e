package warren.actors.info;

import java.util.List;
import java.util.Optional;
import warren.routing.message.FieldTable;

/**
 * A queue at one moment.
 *
 * @param state {@code running}, {@code recovering} or {@code crashed}
 * @param ownerConnection name of the connection that holds an exclusive queue
 * @param persistent how many of the messages are persistent
 * @param readyBytes bodies only, as RabbitMQ counts
 * @param exclusiveConsumerTag the consumer that holds the queue for itself
 * @param restarts how often its actor was restarted after a failure
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
        long persistent,
        long readyBytes,
        long unacknowledgedBytes,
        long persistentBytes,
        Optional<String> exclusiveConsumerTag,
        List<ConsumerInfo> consumers,
        int restarts,
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

    /** Ready and unacknowledged ones. */
    public long messages() {
        return ready + unacknowledged;
    }

    /** The same queue as its virtual host sees it, which knows what the queue itself does not. */
    public QueueInfo in(PolicyEffect effect, Optional<String> owner, int restartCount) {
        return new QueueInfo(
                virtualHost,
                name,
                durable,
                autoDelete,
                arguments,
                effect,
                owner,
                state,
                ready,
                unacknowledged,
                persistent,
                readyBytes,
                unacknowledgedBytes,
                persistentBytes,
                exclusiveConsumerTag,
                consumers,
                restartCount,
                counts);
    }
}
