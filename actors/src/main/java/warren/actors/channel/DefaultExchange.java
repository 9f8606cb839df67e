package warren.actors.channel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import warren.actors.exchange.QueueRef;
import warren.actors.vhost.VirtualHostActor;
import warren.routing.message.Message;

/** The exchange without a name, which every queue is bound to by its own: the channel routes itself, by the queues that it knows. */
final class DefaultExchange {
    private final QueueDirectory queues;

    DefaultExchange(QueueDirectory queues) {
        this.queues = queues;
    }

    /**
     * Names that the virtual host has to be asked for before the batch can be routed. While it is asked for some, the actors of others may
     * end: so there may be new ones after each answer.
     */
    List<String> unknownQueues(PublishBatch batch) {
        var unknown = new LinkedHashSet<String>();
        String previous = null;
        for (Message message : batch.messages) {
            String name = message.routingKey();
            if (!name.equals(previous) && queues.find(name) == null) {
                unknown.add(name);
            }
            for (String copy : message.copyKeys()) {
                if (queues.find(copy) == null) {
                    unknown.add(copy);
                }
            }
            previous = name;
        }
        unknown.removeAll(batch.absentQueues());
        return List.copyOf(unknown);
    }

    /** What the virtual host knows of those that it was asked for. Messages to queues that are down are rejected. */
    void learn(List<String> asked, VirtualHostActor.QueuesFound found, PublishBatch batch) {
        found.queues().values().forEach(queues::use);
        asked.stream().filter(name -> queues.find(name) == null).forEach(batch::hasNoQueue);
        if (!found.down().isEmpty()) {
            batch.messages.stream()
                    .filter(message -> found.down().contains(message.routingKey()))
                    .forEach(batch::reject);
        }
    }

    /** For each message its queues. */
    List<Collection<QueueRef>> route(PublishBatch batch) {
        var routes = new ArrayList<Collection<QueueRef>>(batch.messages.size());
        String previous = null;
        List<QueueRef> route = List.of();
        for (Message message : batch.messages) {
            String name = message.routingKey();
            if (!name.equals(previous)) {
                QueueUse use = queues.find(name);
                route = use == null ? List.of() : List.of(use.queue);
                previous = name;
            }
            routes.add(message.copyKeys().isEmpty() ? route : withCopies(route, message));
        }
        return routes;
    }

    private Set<QueueRef> withCopies(List<QueueRef> route, Message message) {
        var all = new LinkedHashSet<>(route);
        for (String name : message.copyKeys()) {
            QueueUse use = queues.find(name);
            if (use != null) {
                all.add(use.queue);
            }
        }
        return all;
    }
}
