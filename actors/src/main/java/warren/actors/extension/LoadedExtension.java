package warren.actors.extension;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import warren.exchange.ExchangeExtension;
import warren.routing.message.FieldTable;

/** An exchange type that is there. Its validations run on a thread of its own, which ends when it has nothing to do. Thread-safe. */
public final class LoadedExtension {
    private static final int WAITING_MAX = 1_000;
    private static final Duration THREAD_IDLE = Duration.ofSeconds(5);

    private final ExchangeExtension extension;
    private final String type;
    private final String description;
    private final String origin;
    private final boolean delaysMessages;
    private final Config configuration;
    private final Duration timeLimit;
    private final ThreadPoolExecutor thread;

    LoadedExtension(ExchangeExtension extension, String origin, Config configuration, Duration timeLimit) {
        this.extension = extension;
        this.type = extension.type();
        this.description = extension.description();
        this.origin = origin;
        this.delaysMessages = extension.delaysMessages();
        this.configuration = configuration;
        this.timeLimit = timeLimit;
        this.thread = new ThreadPoolExecutor(
                1,
                1,
                THREAD_IDLE.toMillis(),
                TimeUnit.MILLISECONDS,
                new LinkedBlockingQueue<>(WAITING_MAX),
                task -> newThread(task, extension, type));
        thread.allowCoreThreadTimeOut(true);
    }

    private static Thread newThread(Runnable task, ExchangeExtension extension, String type) {
        var made = new Thread(task, "extension-" + type);
        made.setDaemon(true);
        made.setContextClassLoader(extension.getClass().getClassLoader());
        return made;
    }

    public String type() {
        return type;
    }

    public String description() {
        return description;
    }

    /** The file or folder that it was loaded from, or {@code class path}. */
    public String origin() {
        return origin;
    }

    public boolean delaysMessages() {
        return delaysMessages;
    }

    public ExchangeExtension extension() {
        return extension;
    }

    public Config configuration() {
        return configuration;
    }

    public Duration timeLimit() {
        return timeLimit;
    }

    public ClassLoader classLoader() {
        return extension.getClass().getClassLoader();
    }

    /** Why an exchange with these arguments is refused. Never fails: what goes wrong is a reason. */
    public CompletionStage<Optional<String>> validate(FieldTable arguments) {
        return ask(() -> extension.validate(ExtensionMessages.arguments(arguments)));
    }

    /** The same of a binding. */
    public CompletionStage<Optional<String>> validateBinding(String routingKey, FieldTable arguments) {
        return ask(() -> extension.validateBinding(routingKey, ExtensionMessages.arguments(arguments)));
    }

    private CompletionStage<Optional<String>> ask(Supplier<Optional<String>> question) {
        var answer = new CompletableFuture<Optional<String>>();
        Future<?> task;
        try {
            task = thread.submit(() -> answer(question, answer));
        } catch (RejectedExecutionException tooMany) {
            return CompletableFuture.completedFuture(Optional.of("exchange type '" + type + "' is busy"));
        }
        return answer.orTimeout(timeLimit.toMillis(), TimeUnit.MILLISECONDS).exceptionally(failure -> {
            task.cancel(true);
            return Optional.of("exchange type '" + type + "' " + reason(failure));
        });
    }

    /** Whatever an extension throws, errors of its class path too, is its answer. */
    @SuppressWarnings("CatchThrowable")
    private static void answer(Supplier<Optional<String>> question, CompletableFuture<Optional<String>> answer) {
        try {
            answer.complete(question.get());
        } catch (Throwable failure) {
            answer.completeExceptionally(failure);
        }
    }

    private String reason(Throwable failure) {
        Throwable cause =
                failure instanceof ExecutionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof TimeoutException
                ? "did not answer within " + timeLimit.toMillis() + " ms"
                : "failed: " + cause;
    }
}
