package warren.server.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.rabbitmq.client.ConnectionFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The broker that a test class talks to: the one place that knows where it is and what it is.
 *
 * <ul>
 *   <li>{@link #shared()}: any broker. With WARREN_PEER=host:port in the environment it is that one, which must have RabbitMQ's defaults
 *       except max_message_size = 16777216; else a Warren that all such classes of a run share.
 *   <li>{@link #own}: a Warren process of this class alone, with settings of its own, which may be stopped and killed. Such classes are
 *       skipped for a peer.
 *   <li>{@link #ownOrOperated()}: such a process, or the peer if WARREN_PEER_CTL names a program that is its rabbitmqctl.
 * </ul>
 */
final class BrokerUnderTest implements BeforeAllCallback, AfterAllCallback {
    private static final String HOST = "127.0.0.1";
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(BrokerUnderTest.class);

    /** Starts Warren when the first class asks, replaces it when it has died, ends it with the run. */
    private static final class SharedWarren implements AutoCloseable {
        private WarrenProcess process = WarrenProcess.startOnNewDirectory();

        private synchronized WarrenProcess alive() {
            if (!process.isAlive()) {
                process.close();
                process = WarrenProcess.startOnNewDirectory();
            }
            return process;
        }

        @Override
        public synchronized void close() {
            process.close();
        }
    }

    private final boolean own;
    private final boolean mayBeOperated;
    private final String[] options;
    private WarrenProcess process;
    private String host = HOST;
    private int port;

    private BrokerUnderTest(boolean own, boolean mayBeOperated, String... options) {
        this.own = own;
        this.mayBeOperated = mayBeOperated;
        this.options = options;
    }

    static BrokerUnderTest shared() {
        return new BrokerUnderTest(false, false);
    }

    /** {@code options}: of its command line. */
    static BrokerUnderTest own(String... options) {
        return new BrokerUnderTest(true, false, options);
    }

    static BrokerUnderTest ownOrOperated() {
        return new BrokerUnderTest(true, true);
    }

    private static Optional<String> peerControl() {
        return Optional.ofNullable(System.getenv("WARREN_PEER_CTL"));
    }

    /** A Warren that somebody else started and ends. */
    static BrokerUnderTest of(WarrenProcess process) {
        BrokerUnderTest broker = new BrokerUnderTest(true, false);
        broker.process = process;
        broker.port = process.port();
        return broker;
    }

    static boolean isPeerGiven() {
        String peer = System.getenv("WARREN_PEER");
        return peer != null && !peer.isBlank();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (isPeerGiven()) {
            assumeTrue(
                    !own || (mayBeOperated && peerControl().isPresent()),
                    "needs a Warren that it may stop: not for a peer");
            String[] address = System.getenv("WARREN_PEER").split(":", 2);
            host = address[0];
            port = Integer.parseInt(address[1]);
            return;
        }
        process = own
                ? WarrenProcess.startOnNewDirectory(options)
                : context.getRoot()
                        .getStore(NAMESPACE)
                        .getOrComputeIfAbsent(SharedWarren.class, key -> new SharedWarren(), SharedWarren.class)
                        .alive();
        port = process.port();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (own && process != null) {
            process.close();
        }
    }

    String host() {
        return host;
    }

    int port() {
        return port;
    }

    Path dataDirectory() {
        return process.dataDirectory();
    }

    WarrenProcess process() {
        return process;
    }

    /** SIGTERM and a start on the same directory and port. */
    void restart() {
        process.stop();
        process.start();
    }

    /** SIGKILL and a start on the same directory and port. */
    void crash() {
        process.kill();
        process.start();
    }

    Program.Outcome ctl(String... arguments) {
        if (process != null) {
            return process.ctl(arguments);
        }
        List<String> command = new ArrayList<>(List.of(peerControl().orElseThrow()));
        command.addAll(List.of(arguments));
        return Program.run(new ProcessBuilder(command), Duration.ofSeconds(60));
    }

    ConnectionFactory factory() {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(host);
        factory.setPort(port);
        factory.setAutomaticRecoveryEnabled(false);
        factory.setTopologyRecoveryEnabled(false);
        // A broker that owes an answer fails the test instead of hanging it.
        factory.setChannelRpcTimeout(20_000);
        factory.setHandshakeTimeout(20_000);
        factory.setShutdownTimeout(5_000);
        factory.setExceptionHandler(new QuietExceptionHandler());
        return factory;
    }
}
