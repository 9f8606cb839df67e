package warren.actors.vhost;

import java.util.List;

/**
 * A virtual host's name and its number, which names its events in the journal: a host that is deleted and added again does not find
 * the old one's queues.
 */
public record VirtualHostSettings(String name, long id) {
    /** What the persistence ids of this host's events begin with, or are. */
    public static List<String> persistenceIds(long id) {
        return List.of("vhost/" + id, "queue/" + id + "/");
    }

    /** The journal's name for its definitions. */
    String persistenceId() {
        return "vhost/" + id;
    }

    /** What the persistence ids of its queues begin with. */
    String queuePersistenceIds() {
        return "queue/" + id + "/";
    }
}
