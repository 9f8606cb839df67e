package warren.actors.broker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Scheduler;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.pattern.StatusReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import warren.actors.connection.ConnectionsActor;
import warren.actors.vhost.VirtualHostActor;

/** What a stop waits for before it ends the virtual hosts. */
final class Quiescence {
    private static final Logger LOG = LoggerFactory.getLogger(Quiescence.class);
    private static final Duration CLOSE_MAX = Duration.ofSeconds(20);
    /** Longer than a virtual host takes to answer when its queues do not. */
    private static final Duration FLUSH_MAX = Duration.ofSeconds(8);

    private Quiescence() {}

    /**
     * Closes the connections; then what the queues have got of their clients, confirmed or not, goes to disk. Completes after 28 seconds
     * at the latest, whatever is left behind: a stop has an end.
     */
    static CompletionStage<Void> begin(
            ActorRef<ConnectionsActor.Command> connections,
            List<ActorRef<VirtualHostActor.Command>> hosts,
            Scheduler scheduler) {
        return AskPattern.<ConnectionsActor.Command, StatusReply<Done>>ask(
                        connections,
                        replyTo -> new ConnectionsActor.CloseAll(
                                "broker forced connection closure with reason 'shutdown'", replyTo),
                        CLOSE_MAX,
                        scheduler)
                .handle((closed, late) -> warnIfLate(late, "connections are not closed yet"))
                .thenCompose(closed -> flush(hosts, scheduler))
                .handle((flushed, late) -> warnIfLate(late, "a virtual host does not say whether all is written"));
    }

    private static @Nullable Void warnIfLate(@Nullable Throwable late, String what) {
        if (late != null) {
            LOG.warn("the stop goes on: {}", what);
        }
        return null;
    }

    private static CompletionStage<Void> flush(List<ActorRef<VirtualHostActor.Command>> hosts, Scheduler scheduler) {
        return CompletableFuture.allOf(hosts.stream()
                .map(host -> AskPattern.ask(host, VirtualHostActor.Flush::new, FLUSH_MAX, scheduler)
                        .toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }
}
