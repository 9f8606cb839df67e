package warren.actors.queue;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import warren.actors.SteadyClock;
import warren.persistence.event.StoredMessage;
import warren.routing.Deaths.Reason;
import warren.routing.message.Message;

/** The ways in which messages leave a queue for good: done with, or dead and perhaps on their way to another queue. */
final class Departures {
    private final QueueState state;
    private final QueueJournal journal;
    private final DeadLetters deadLetters = new DeadLetters();
    /** For {@code QueueState}: what to do with a message that needs no acknowledgement. */
    final Consumer<QueuedMessage> forget = this::forget;

    Departures(QueueState state, QueueJournal journal) {
        this.state = state;
        this.journal = journal;
    }

    void follow(QueueRules rules) {
        deadLetters.follow(rules);
    }

    /** The message comes from its holder. */
    void settle(QueuedMessage message, Outcome outcome) {
        switch (outcome) {
            case REQUEUED, FAILED, RECOVERED -> comeBack(message, outcome);
            case DISCARDED -> bury(message, Reason.REJECTED);
            case ACKNOWLEDGED -> forget(message);
        }
    }

    /** The channel that had it is gone. */
    void comeBack(QueuedMessage message) {
        comeBack(message, Outcome.FAILED);
    }

    /** The message goes back to its place, at once or after a while, unless it has come back too often. */
    private void comeBack(QueuedMessage message, Outcome outcome) {
        int count = state.returns.count(message);
        if (state.returns.isTooOften(count)) {
            bury(message, Reason.DELIVERY_LIMIT);
            return;
        }
        OptionalLong due = state.retries.dueMillis(outcome, count, SteadyClock.millis());
        if (due.isPresent()) {
            message.redelivered = true;
            state.memory.rest(message);
            state.retries.add(message, due.getAsLong());
        } else {
            state.requeue(message);
        }
        journal.cameBack(message, count, due);
    }

    /** Those that have waited long enough after they came back stand at their places again. */
    void retry() {
        if (state.retries.size() > 0) {
            long now = SteadyClock.millis();
            for (QueuedMessage due = state.retries.poll(now); due != null; due = state.retries.poll(now)) {
                state.ready.putBack(due);
            }
        }
    }

    void forget(QueuedMessage message) {
        message.end();
        state.forget(message);
        journal.settle(message);
    }

    /** The message died. As a dead letter it stays in the journal until another queue has it. */
    void bury(QueuedMessage message, Reason reason) {
        state.forget(message);
        if (!deadLetters.add(message, reason)) {
            message.end();
            journal.settle(message);
        }
    }

    /** A publish that found no room dies before it comes in. */
    void buryRefused(Message message) {
        deadLetters.add(new QueuedMessage(-1, message, StoredMessage.NEVER), Reason.MAXLEN);
    }

    /** Drops all that waits. */
    void purge(Consumer<Page> away) {
        state.purge(forget, page -> {
            journal.settle(page.offsets());
            away.accept(page);
        });
    }

    void expire() {
        if (state.ready.earliestExpiryMillis() != StoredMessage.NEVER) {
            state.expire(SteadyClock.millis(), message -> bury(message, Reason.EXPIRED));
        }
    }

    void dropOverflow() {
        state.dropOverflow(message -> bury(message, Reason.MAXLEN));
    }

    /** So many dead letters wait to go out that no more are to be brought from disk. */
    boolean isBehind() {
        return deadLetters.isBehind();
    }

    /** Other queues have taken a batch of dead letters, or nobody wants it. */
    void buried(long batchId) {
        deadLetters.taken(batchId).forEach(journal::settle);
    }

    /** See {@link DeadLetters#takeWithoutContent}. */
    List<QueuedMessage> takeWithoutContent() {
        return deadLetters.takeWithoutContent();
    }

    /** Dead letters that other queues have not taken yet. */
    int dying() {
        return deadLetters.count();
    }

    void send(ActorRef<QueueProtocol.Command> self) {
        deadLetters.send(self);
    }
}
