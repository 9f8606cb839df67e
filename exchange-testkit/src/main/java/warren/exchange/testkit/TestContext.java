package warren.exchange.testkit;

import com.typesafe.config.Config;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.Done;
import warren.exchange.ExchangeContext;
import warren.exchange.OutgoingMessage;

/** What an exchange in a test knows. What it publishes is kept and confirmed. */
final class TestContext implements ExchangeContext {
    private final String exchange;
    private final Map<String, Object> arguments;
    private final Config configuration;
    private final TestClock clock;
    private final List<OutgoingMessage> published = new CopyOnWriteArrayList<>();

    TestContext(String exchange, Map<String, Object> arguments, Config configuration, TestClock clock) {
        this.exchange = exchange;
        this.arguments = arguments;
        this.configuration = configuration;
        this.clock = clock;
    }

    List<OutgoingMessage> published() {
        return List.copyOf(published);
    }

    @Override
    public String virtualHost() {
        return "/";
    }

    @Override
    public String exchange() {
        return exchange;
    }

    @Override
    public boolean isDurable() {
        return true;
    }

    @Override
    public Map<String, Object> arguments() {
        return arguments;
    }

    @Override
    public Config configuration() {
        return configuration;
    }

    @Override
    public Duration timeLimit() {
        return ExchangeTestKit.TIME_LIMIT;
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public String persistenceId() {
        return "exchange/" + exchange;
    }

    @Override
    public CompletionStage<Done> publish(OutgoingMessage message) {
        published.add(message);
        return CompletableFuture.completedFuture(Done.getInstance());
    }
}
