package warren.actors.queue;

import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import warren.actors.SteadyClock;
import warren.actors.queue.QueueProtocol.Command;
import warren.actors.queue.QueueProtocol.Commit;
import warren.actors.queue.QueueProtocol.Enqueue;
import warren.actors.queue.QueueProtocol.Fence;
import warren.actors.queue.QueueProtocol.Fenced;
import warren.actors.queue.QueueProtocol.Sent;
import warren.actors.queue.QueueProtocol.Settle;
import warren.routing.message.FieldTable;
import warren.routing.message.Message;

/** What channels give to a queue: messages, and settlements of those that they hold. The actor dispatches after each call. */
final class Intake {
    private final ActorRef<Command> self;
    private final QueueState state;
    private final QueueJournal journal;
    private final Departures departures;
    private final Paging paging;
    private final PublishQuota quota = new PublishQuota();

    Intake(ActorRef<Command> self, QueueState state, QueueJournal journal, Departures departures, Paging paging) {
        this.self = self;
        this.state = state;
        this.journal = journal;
        this.departures = departures;
        this.paging = paging;
    }

    void follow(FieldTable arguments) {
        quota.follow(arguments, System.nanoTime());
    }

    void enqueue(Enqueue command) {
        quota.published(command);
        PublishTicket ticket = new PublishTicket(command.batchId(), command.publisher());
        List<Message> messages = command.messages();
        long now = SteadyClock.millis();
        departures.expire();
        for (int i = 0; i < messages.size(); i++) {
            if (state.duplicates.isDuplicate(messages.get(i), ticket)) {
                continue;
            }
            if (state.rejects(messages.get(i))) {
                ticket.rejected.add(i);
                if (state.limit().buriesRefused()) {
                    departures.buryRefused(messages.get(i));
                }
            } else {
                QueuedMessage message = state.add(messages.get(i), now);
                state.duplicates.add(message, ticket);
                journal.enqueue(message, ticket);
                if (state.limit().rejectsPublish()) {
                    // what a consumer takes at once leaves room for the next
                    state.assign(departures.forget);
                }
            }
        }
        if (!paging.holds(ticket) && ticket.unsafe == 0) {
            ticket.confirm(self);
        }
        // a time to live of 0 allows what can be done at once
        state.assign(departures.forget);
    }

    void settle(Settle command) {
        ChannelLink link = state.links.find(command.channel());
        if (link == null) {
            return;
        }
        for (long offset : command.offsets()) {
            QueuedMessage message = state.release(link, offset);
            if (message != null) {
                if (command.outcome() == Outcome.ACKNOWLEDGED) {
                    state.traffic.acknowledged(1);
                }
                departures.settle(message, command.outcome());
            }
        }
        // as in RabbitMQ, what comes back counts before it is handed out again
        departures.dropOverflow();
    }

    void sent(Sent command) {
        ChannelLink link = state.links.find(command.channel());
        if (link != null) {
            state.sent(link, command.messages(), command.bodyBytes());
        }
    }

    void fence(Fence command) {
        journal.fence(() -> command.channel().tell(new Fenced(self)));
    }

    /** A transaction: what the journal has to hear of its steps goes in one event. */
    void commit(Commit command) {
        journal.beginShare(command.joint());
        for (QueueProtocol.Step step : command.steps()) {
            if (step instanceof Enqueue enqueue) {
                enqueue(enqueue);
            } else if (step instanceof Settle settle) {
                settle(settle);
            }
        }
        journal.endShare();
        for (QueueProtocol.Step step : command.steps()) {
            if (step instanceof Fence fence) {
                fence(fence);
            }
        }
    }
}
