package warren.actors.extension;

import com.typesafe.config.Config;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import warren.exchange.ExchangeContext;
import warren.exchange.OutgoingMessage;
import warren.exchange.PublishRefusedException;
import warren.routing.message.FieldTable;
import warren.routing.message.Message;

/**
 * What an exchange in the broker knows.
 *
 * @param publisher of this virtual host's extensions
 */
public record RunningContext(
        ActorSystem<?> system,
        String virtualHost,
        String exchange,
        boolean isDurable,
        FieldTable argumentTable,
        String persistenceId,
        LoadedExtension type,
        ActorRef<ExtensionPublishing.Publish> publisher)
        implements ExchangeContext {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Override
    public Map<String, Object> arguments() {
        return ExtensionMessages.arguments(argumentTable);
    }

    @Override
    public Config configuration() {
        return type.configuration();
    }

    @Override
    public Duration timeLimit() {
        return type.timeLimit();
    }

    @Override
    public Clock clock() {
        return Clock.systemUTC();
    }

    @Override
    public CompletionStage<Done> publish(OutgoingMessage outgoing) {
        Message message;
        try {
            message = ExtensionMessages.toBroker(outgoing);
        } catch (IllegalArgumentException unfit) {
            return CompletableFuture.failedFuture(new PublishRefusedException(String.valueOf(unfit.getMessage())));
        }
        CompletionStage<Done> answer = AskPattern.askWithStatus(
                publisher,
                replyTo -> new ExtensionPublishing.Publish(exchange, message, replyTo),
                PATIENCE,
                system.scheduler());
        return answer.exceptionallyCompose(failure -> CompletableFuture.failedFuture(refusal(failure)));
    }

    private static PublishRefusedException refusal(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof PublishRefusedException known
                ? known
                : new PublishRefusedException(String.valueOf(cause.getMessage()));
    }
}
