package warren.server;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.Done;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import warren.actors.broker.Operator;
import warren.actors.info.PermissionInfo;

/**
 * A broker inside another program, such as a test. Several may run in one JVM, each with a data directory and ports of its own. It logs with
 * SLF4J as its host says, installs no shutdown hook, and ends with {@link #close}. Exchange types are found on the class path too.
 */
public final class Warren implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Warren.class);

    private final Settings settings;
    private final CompletableFuture<Done> closed = new CompletableFuture<>();
    private final AtomicBoolean closing = new AtomicBoolean();
    private Optional<RunningBroker> broker = Optional.empty();

    private Warren(Settings settings) {
        this.settings = settings;
    }

    /**
     * Starts a broker with these settings above the built-in ones ({@code application.conf} explains them all) and returns when it takes
     * connections. Files and the environment are not looked at. {@code warren.amqp.port = 0} is any free port, {@code
     * warren.management.port = 0} none.
     */
    public static Warren start(Config settings) throws StartException {
        var warren = new Warren(Settings.embedded(settings));
        Path directory = warren.settings.dataDirectory();
        DataDirectory.prepare(directory);
        String version = Optional.ofNullable(Warren.class.getPackage().getImplementationVersion())
                .orElse("development");
        warren.broker = Optional.of(RunningBroker.start(
                warren.settings,
                new RunningBroker.Surroundings(
                        version,
                        List.of(),
                        system -> {},
                        () -> {},
                        () -> warren.settings,
                        changed -> {},
                        warren::closeSoon)));
        return warren;
    }

    /** The same with settings by their names, such as {@code warren.amqp.port}. */
    public static Warren start(Map<String, ?> settings) throws StartException {
        return start(ConfigFactory.parseMap(settings, "settings of Warren.start"));
    }

    /** The same without waiting; the stage fails with a {@link StartException}. */
    public static CompletionStage<Warren> startAsync(Config settings) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return start(settings);
            } catch (StartException reason) {
                throw new CompletionException(reason);
            }
        });
    }

    private RunningBroker broker() {
        return broker.orElseThrow();
    }

    /** The port for AMQP clients. */
    public int amqpPort() {
        return broker().listeners().get(0).port();
    }

    /** Where the HTTP API listens, as {@code HOST:PORT}; empty when it does not. */
    public Optional<String> managementAddress() {
        return broker().httpAddresses().stream()
                .map(address -> address.substring(address.indexOf("//") + 2))
                .findFirst();
    }

    public Path dataDirectory() {
        return settings.dataDirectory();
    }

    /** Adds a virtual host in which the default user has all rights. IllegalStateException when that fails. */
    public void addVirtualHost(String name) {
        String user = settings.warren().getString("default-user");
        ask("add the virtual host " + name, replyTo -> new Operator.AddVirtualHost(name, "", List.of(), replyTo));
        ask(
                "grant rights in " + name,
                replyTo -> new Operator.SetPermissions(new PermissionInfo(name, user, ".*", ".*", ".*"), replyTo));
    }

    /** Deletes a virtual host with all that is in it. IllegalStateException when that fails. */
    public void deleteVirtualHost(String name) {
        ask("delete the virtual host " + name, replyTo -> new Operator.DeleteVirtualHost(name, replyTo));
    }

    private void ask(String what, RunningBroker.Question question) {
        try {
            broker().ask(question);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted: cannot " + what, stop);
        } catch (ExecutionException | TimeoutException failure) {
            throw new IllegalStateException("cannot " + what + ": " + failure.getMessage(), failure);
        }
    }

    /** Completes when the broker has been closed, or ended because it failed. */
    public CompletionStage<Done> whenTerminated() {
        return broker().whenTerminated();
    }

    private void closeSoon() {
        new Thread(this::close, "warren-close").start();
    }

    /** Closes the connections, lets everything stored reach the disk, and returns when the broker has ended. A second call waits too. */
    @Override
    public void close() {
        if (closing.getAndSet(true)) {
            closed.join();
            return;
        }
        try {
            broker().stop();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException incomplete) {
            LOG.error("Did not stop in good order", incomplete);
        } finally {
            closed.complete(Done.getInstance());
        }
    }
}
