package warren.actors.vhost;

import java.time.Duration;
import java.util.Optional;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import warren.actors.SteadyClock;
import warren.actors.failure.Witness;
import warren.actors.info.BrokerEvent;
import warren.actors.vhost.VirtualHostActor.Command;
import warren.persistence.store.DamagedException;

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
            QueueEntry entry = queue.get();
            entry.restarts.remember(Witness.report(failure.cause()));
            entry.waiting.addAll(entry.asked);
            entry.asked.clear();
            Optional<DamagedException> damage = DamagedException.in(failure.cause());
            if (damage.isPresent()) {
                quarantine(entry, damage.get());
            } else {
                restart(
                        entry.restarts,
                        "queue",
                        entry.definition.name(),
                        failure,
                        new VirtualHostActor.Restart(queue, Optional.empty()));
            }
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
        exchange.get().restarts.remember(Witness.report(failure.cause()));
        restart(
                exchange.get().restarts,
                "exchange",
                exchange.get().definition.name(),
                failure,
                new VirtualHostActor.Restart(Optional.empty(), exchange));
    }

    /** Its record is damaged: it is left alone, so that what can be salvaged of it can be. */
    private void quarantine(QueueEntry entry, DamagedException damage) {
        entry.restarts.giveUp();
        context.getLog()
                .error(
                        "queue '{}' in vhost '{}' has crashed and stays down: {}; its other messages stay on disk until it is deleted;"
                                + " stop the broker and run 'warrenctl repair_store' to save them",
                        entry.definition.name(),
                        book.name(),
                        damage.getMessage());
    }

    private void restart(Restarts restarts, String kind, String name, ChildFailed failure, Command command) {
        Optional<Duration> delay = restarts.onFailure(SteadyClock.now());
        if (!Witness.hasSeen(failure.cause())) {
            // one that ended because a child of its own did
            BrokerEvent.publish(context.getSystem(), new BrokerEvent.ActorFailed(kind));
        }
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
