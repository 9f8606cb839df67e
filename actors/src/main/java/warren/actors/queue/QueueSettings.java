package warren.actors.queue;

import warren.routing.message.FieldTable;

/**
 * What a queue is told of itself when it starts.
 *
 * @param persistenceId names its events in the journal; not used by a queue that is not durable
 */
public record QueueSettings(
        String virtualHost,
        String name,
        boolean durable,
        boolean autoDelete,
        FieldTable arguments,
        String persistenceId) {
    /** Whether a queue with these arguments has the type quorum. */
    public static boolean isQuorum(FieldTable arguments) {
        return arguments.text("x-queue-type").filter("quorum"::equals).isPresent();
    }

    /** Whether a queue with these arguments has the type stream. */
    public static boolean isStream(FieldTable arguments) {
        return arguments.text("x-queue-type").filter("stream"::equals).isPresent();
    }

    /** The type of a queue with these arguments. */
    public static String type(FieldTable arguments) {
        return arguments.text("x-queue-type").orElse("classic");
    }
}
