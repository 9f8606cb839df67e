package warren.actors.vhost;

import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import warren.actors.extension.ExtensionPublishing;
import warren.persistence.journal.StoreExtension;

/**
 * A virtual host's name and its number, which names its events in the journal: a host that is deleted and added again does not find
 * the old one's queues.
 *
 * @param publisher makes the publisher of what extensions publish in this host
 */
public record VirtualHostSettings(String name, long id, PublisherFactory publisher) {
    /** Makes it; {@code host}: the actor of the virtual host. */
    public interface PublisherFactory {
        Behavior<ExtensionPublishing.Publish> create(ActorRef<VirtualHostActor.Command> host, String name);
    }

    /** Forgets all events of a host that is gone. */
    public static void purge(StoreExtension store, long id) {
        store.purge(definitions(id));
        List.of(queues(id), exchanges(id))
                .forEach(prefix -> store.persistenceIds(prefix).forEach(store::purge));
    }

    private static String definitions(long id) {
        return "vhost/" + id;
    }

    private static String queues(long id) {
        return "queue/" + id + "/";
    }

    private static String exchanges(long id) {
        return "exchange/" + id + "/";
    }

    /** The journal's name for its definitions. */
    String persistenceId() {
        return definitions(id);
    }

    /** What the persistence ids of its queues begin with. */
    String queuePersistenceIds() {
        return queues(id);
    }

    /** What the persistence ids of its exchanges begin with. */
    String exchangePersistenceIds() {
        return exchanges(id);
    }
}
