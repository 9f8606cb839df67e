package warren.actors.access;

import java.net.InetAddress;

/**
 * Where a login comes from.
 *
 * @param protocol by RabbitMQ's name for it
 */
public record Origin(String protocol, InetAddress address) {
    /** RabbitMQ's name of AMQP 0-9-1 here. */
    public static final String AMQP = "amqp091";

    /** And of the HTTP API. */
    public static final String HTTP = "http";

    /** True when it is this machine. */
    public boolean isLoopback() {
        return address.isLoopbackAddress();
    }
}
