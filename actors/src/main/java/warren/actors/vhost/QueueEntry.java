package warren.actors.vhost;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import warren.actors.exchange.QueueRef;
import warren.actors.queue.QueueRules;
import warren.persistence.event.QueueDefinition;

/** A queue in its virtual host's book. */
final class QueueEntry {
    QueueDefinition definition;
    /** It writes a journal, though an operator may have made it one that does not outlive a restart. */
    boolean hasJournal;

    /** The connection of an exclusive queue. */
    final Optional<String> owner;

    QueueRef ref;
    /** What its actor was last told to keep to. */
    QueueRules rules;

    final Restarts restarts;
    /** The actor failed and the next is not there yet. */
    boolean restarting;
    /** Questions that wait for the restarted actor. */
    final List<Runnable> waiting = new ArrayList<>();
    /** Requests that this actor has been asked about and has not answered. They are handled anew when it ends. */
    final List<Runnable> asked = new ArrayList<>();

    QueueEntry(QueueDefinition definition, QueueRef ref, QueueRules rules, RestartLimits limits) {
        this.restarts = new Restarts(limits);
        this.definition = definition;
        this.hasJournal = definition.durable();
        this.owner = ref.owner();
        this.ref = ref;
        this.rules = rules;
    }

    boolean isLockedFor(String connection) {
        return owner.isPresent() && !owner.get().equals(connection);
    }
}
