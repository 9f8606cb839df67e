package warren.actors.queue;

import org.apache.pekko.actor.typed.ActorSystem;
import warren.actors.queue.QueueProtocol.Count;
import warren.actors.queue.QueueProtocol.Counted;
import warren.actors.queue.QueueProtocol.Delete;
import warren.actors.queue.QueueProtocol.DeleteRefused;
import warren.actors.queue.QueueProtocol.Deleted;
import warren.actors.queue.QueueProtocol.Describe;
import warren.actors.queue.QueueProtocol.Purge;
import warren.actors.queue.QueueProtocol.Purged;

/** What is asked of a queue as a whole: how much is in it, to empty it, to end. The actor dispatches after each call. */
final class OwnerRequests {
    private final QueueSettings settings;
    private final QueueState state;
    private final QueueJournal journal;
    private final Departures departures;
    private final Lifetime lifetime;
    private final Paging paging;

    OwnerRequests(
            QueueSettings settings,
            QueueState state,
            QueueJournal journal,
            Departures departures,
            Lifetime lifetime,
            Paging paging) {
        this.journal = journal;
        this.settings = settings;
        this.state = state;
        this.departures = departures;
        this.lifetime = lifetime;
        this.paging = paging;
    }

    void purge(Purge command) {
        departures.expire();
        long waiting = state.waiting();
        departures.purge(paging::done);
        command.replyTo().tell(new Purged(waiting));
    }

    /** True when the queue ends. */
    boolean delete(Delete command) {
        departures.expire();
        boolean inUse = (command.ifUnused() && !state.consumers.isEmpty()) || (command.ifOver() && !lifetime.isOver());
        boolean isRefused = inUse || (command.ifEmpty() && state.waiting() > 0);
        command.replyTo().tell(isRefused ? new DeleteRefused(inUse) : new Deleted(state.waiting()));
        return !isRefused;
    }

    void count(Count command) {
        lifetime.used();
        departures.expire();
        command.replyTo().tell(new Counted(state.ready.size(), state.consumers.size()));
    }

    /** The actor ends. */
    void ended(ActorSystem<?> system) {
        QueuePicture.end(system, settings, state.traffic);
    }

    void describe(Describe command) {
        departures.expire();
        command.replyTo().tell(QueuePicture.of(settings, journal.isAttached(), "running", state));
    }
}
