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
import warren.actors.connection.ConnectionsActor;
import warren.actors.vhost.VirtualHostActor;

/** What a stop waits for before it ends the virtual hosts. */
final class Quiescence {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Quiescence() {}

    /**
     * Closes the connections; then what the queues have got of their clients, confirmed or not, goes to disk. Neither is waited for
     * longer than twenty seconds: a stop has an end, whatever it leaves behind.
     */
    static CompletionStage<Void> begin(
            ActorRef<ConnectionsActor.Command> connections,
            List<ActorRef<VirtualHostActor.Command>> hosts,
            Scheduler scheduler) {
        return AskPattern.<ConnectionsActor.Command, StatusReply<Done>>ask(
                        connections,
                        replyTo -> new ConnectionsActor.CloseAll(
                                "broker forced connection closure with reason 'shutdown'", replyTo),
                        PATIENCE,
                        scheduler)
                .handle((closed, late) -> flush(hosts, scheduler))
                .thenCompose(flushed -> flushed);
    }

    private static CompletionStage<Void> flush(List<ActorRef<VirtualHostActor.Command>> hosts, Scheduler scheduler) {
        return CompletableFuture.allOf(hosts.stream()
                .map(host -> AskPattern.ask(host, VirtualHostActor.Flush::new, PATIENCE, scheduler)
                        .toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }
}
