package warren.actors.info;

import java.util.Optional;

/**
 * How often somebody has tried to log in.
 *
 * @param source empty for all by one protocol
 * @param protocol by RabbitMQ's name for it
 */
public record LoginAttemptsInfo(Optional<Source> source, String protocol, long failed, long succeeded) {
    /** An address and the name that was given there. */
    public record Source(String address, String user) {}
}
