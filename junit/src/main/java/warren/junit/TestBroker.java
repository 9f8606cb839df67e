package warren.junit;

import com.rabbitmq.client.ConnectionFactory;
import java.util.Optional;

/** A virtual host of a broker, for one test. */
public final class TestBroker implements AutoCloseable {
    private static final String HOST = "127.0.0.1";

    private final SharedBroker broker;
    private final String virtualHost;

    TestBroker(SharedBroker broker) {
        this.broker = broker;
        this.virtualHost = broker.newVirtualHost();
    }

    /** The address to connect to. */
    public String host() {
        return HOST;
    }

    /** The port for AMQP. */
    public int port() {
        return broker.warren.amqpPort();
    }

    /** The virtual host, in which user guest with password guest has all rights. */
    public String virtualHost() {
        return virtualHost;
    }

    /** Where the HTTP API listens, as {@code HOST:PORT}, if {@code warren.management.port} is set. */
    public Optional<String> managementAddress() {
        return broker.warren.managementAddress();
    }

    /** {@code amqp://...}: for clients that take an address of this kind. */
    public String uri() {
        return "amqp://guest:guest@" + HOST + ":" + port() + "/" + virtualHost;
    }

    /** A new factory of connections to this virtual host. */
    public ConnectionFactory factory() {
        var factory = new ConnectionFactory();
        factory.setHost(HOST);
        factory.setPort(port());
        factory.setVirtualHost(virtualHost);
        return factory;
    }

    /** Deletes the virtual host; called after the test. */
    @Override
    public void close() {
        broker.warren.deleteVirtualHost(virtualHost);
    }
}
