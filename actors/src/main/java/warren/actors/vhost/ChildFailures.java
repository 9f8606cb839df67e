package warren.actors.vhost;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import warren.actors.vhost.VirtualHostActor.Command;

/** Decides what becomes of a queue or exchange whose actor failed: another start after a while, or none. */
final class ChildFailures {
    private final ActorContext<Command> context;
    private final VirtualHostBook book;

    ChildFailures(ActorContext<Command> context, VirtualHostBook book) {
        this.context = context;
        this.book = book;
    }

    void onFailed(ChildFailed failure) {
        Optional<QueueEntry> queue = book.queueOf(failure.getRef());
        if (queue.isPresent()) {
            restart(
                    queue.get().restarts,
                    "queue",
                    queue.get().definition.name(),
                    failure,
                    new VirtualHostActor.Restart(queue, Optional.empty()));
            QueueEntry entry = queue.get();
            entry.restarting = !entry.restarts.hasGivenUp();
            if (!entry.restarting) {
                entry.waiting.forEach(Runnable::run);
                entry.waiting.clear();
            }
            return;
        }
        Optional<ExchangeEntry> exchange = book.state.exchangeOf(failure.getRef());
        if (exchange.isEmpty()) {
            throw new IllegalStateException("the definitions log failed", failure.cause());
        }
        restart(
                exchange.get().restarts,
                "exchange",
                exchange.get().definition.name(),
                failure,
                new VirtualHostActor.Restart(Optional.empty(), exchange));
    }

    private void restart(Restarts restarts, String kind, String name, ChildFailed failure, Command command) {
        Optional<Duration> delay = restarts.onFailure(Instant.now());
        if (delay.isEmpty()) {
            context.getLog()
                    .error(
                            "{} '{}' in vhost '{}' failed too often and stays down",
                            kind,
                            name,
                            book.name(),
                            failure.cause());
            return;
        }
        context.getLog()
                .warn("restarting {} '{}' in vhost '{}' after a failure", kind, name, book.name(), failure.cause());
        context.scheduleOnce(delay.get(), context.getSelf(), command);
    }
}
