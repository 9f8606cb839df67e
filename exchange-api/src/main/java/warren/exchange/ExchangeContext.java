package warren.exchange;

import com.typesafe.config.Config;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/** What an exchange knows from its beginning. Thread-safe. */
public interface ExchangeContext {
    String virtualHost();

    /** The name of the exchange. */
    String exchange();

    /** True when the exchange outlives a restart of the broker. */
    boolean isDurable();

    /** The arguments of its declaration, which {@link ExchangeExtension#validate} has let pass. */
    Map<String, Object> arguments();

    /**
     * The section {@code warren.extensions.types.TYPE} of the broker's settings, above what a {@code reference.conf} in the jar says
     * under the same path; empty when neither is there.
     */
    Config configuration();

    /** How long an answer may take. */
    Duration timeLimit();

    /** The time: the machine's, or that of a test. */
    Clock clock();

    /** Names this exchange's events in the journal: for {@link DurableExchange}. */
    String persistenceId();

    /**
     * Publishes a message in this virtual host, as a client of the broker's own would.
     *
     * <p>Completes when all its queues have taken it, as a confirm would say, and fails with {@link PublishRefusedException} when they have not: there is
     * no such exchange, it was refused, the broker ends, or more than 1,000 messages of this exchange are under way. Who waits for it in an
     * answer to a batch must not publish to the exchange itself: that batch would wait for the other's end.
     */
    CompletionStage<Done> publish(OutgoingMessage message);
}
