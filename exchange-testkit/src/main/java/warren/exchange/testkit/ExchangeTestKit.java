package warren.exchange.testkit;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import warren.exchange.ExchangeExtension;

/**
 * Runs exchanges of one type without a broker. Close it after the test.
 *
 * <pre>{@code
 * try (var kit = ExchangeTestKit.of(new MyExtension())) {
 *     TestExchange exchange = kit.declare(Map.of("x-limit", 10));
 *     Binding binding = exchange.bind("queue", "key");
 *     assertEquals(Routing.to(binding), exchange.route(TestMessage.withKey("key")));
 * }
 * }</pre>
 */
public final class ExchangeTestKit implements AutoCloseable {
    private final ExchangeExtension extension;
    private final Config configuration;
    private final TestClock clock = new TestClock();
    private final ActorTestKit actors;
    private int declared;

    private ExchangeTestKit(ExchangeExtension extension, Config configuration) {
        this.extension = extension;
        this.configuration = configuration;
        this.actors = ActorTestKit.create(PersistenceTestKitPlugin.getInstance()
                .config()
                .withFallback(PersistenceTestKitSnapshotPlugin.config())
                .withFallback(ConfigFactory.load()));
    }

    /** A kit for this type. */
    public static ExchangeTestKit of(ExchangeExtension extension) {
        return of(extension, "");
    }

    /** The same with settings, as they would stand below {@code warren.extensions.types.TYPE}. */
    public static ExchangeTestKit of(ExchangeExtension extension, String settings) {
        Config defaults = ConfigFactory.defaultReference(extension.getClass().getClassLoader());
        String path = "warren.extensions.types." + com.typesafe.config.ConfigUtil.joinPath(extension.type());
        Config own = defaults.hasPath(path) ? defaults.getConfig(path) : ConfigFactory.empty();
        return new ExchangeTestKit(
                extension, ConfigFactory.parseString(settings).withFallback(own).resolve());
    }

    /** The time that exchanges see. */
    public TestClock clock() {
        return clock;
    }

    /** An exchange without arguments. */
    public TestExchange declare() {
        return declare(Map.of());
    }

    /** An exchange with these arguments. IllegalArgumentException when the type refuses them. */
    public TestExchange declare(Map<String, Object> arguments) {
        Optional<String> refusal = extension.validate(arguments);
        if (refusal.isPresent()) {
            throw new IllegalArgumentException(refusal.get());
        }
        String name = "test-" + ++declared;
        var context = new TestContext(name, arguments, configuration, clock);
        return new TestExchange(extension, context, actors);
    }

    /** How long an answer may take. */
    static final Duration TIME_LIMIT = Duration.ofSeconds(10);

    @Override
    public void close() {
        actors.shutdownTestKit();
    }
}
