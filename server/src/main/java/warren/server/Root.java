package warren.server;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import warren.actors.broker.BrokerActor;
import warren.actors.broker.BrokerSettings;
import warren.persistence.journal.StoreExtension;

/**
 * The broker's root, opening the store before anything else: what is wrong with the data directory (another process holds it, a newer
 * Warren wrote it) is then known to the program, and not only to a supervisor.
 */
final class Root {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final BrokerSettings settings;
    private final CompletableFuture<StoreExtension> store = new CompletableFuture<>();

    Root(BrokerSettings settings) {
        this.settings = settings;
    }

    Behavior<BrokerActor.Command> behavior() {
        return Behaviors.setup(context -> {
            try {
                store.complete(StoreExtension.get(context.getSystem()));
            } catch (RuntimeException refused) {
                store.completeExceptionally(refused);
                return Behaviors.stopped();
            }
            return BrokerActor.create(settings);
        });
    }

    /** Returns when the store is open. */
    void awaitStore() throws StartException {
        try {
            store.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException refused) {
            throw StartFailure.of(refused);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new StartException("interrupted", stop);
        } catch (TimeoutException late) {
            throw new StartException("the store did not open within " + PATIENCE.toMinutes() + " minutes", late);
        }
    }
}
