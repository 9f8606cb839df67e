package warren.actors.definitions;

import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import warren.persistence.event.DefinitionEvent;

/**
 * Hands facts to a {@link DefinitionsLog}, one batch at a time, and runs what waits for them once they are durable. Part of its owner
 * actor, which passes on the log's answers.
 */
public final class Recorder {
    private final ActorRef<DefinitionsLog.Command> log;
    private Batch gathering = new Batch();
    private Batch underWay = new Batch();

    /** A recorder with nothing to do yet. */
    public Recorder(ActorRef<DefinitionsLog.Command> log) {
        this.log = log;
    }

    /** Records facts; {@code whenDurable} runs in the owner, at once when there are none. */
    public void record(List<DefinitionEvent> facts, Runnable whenDurable) {
        if (facts.isEmpty()) {
            whenDurable.run();
            return;
        }
        gathering.facts.addAll(facts);
        gathering.waiting.add(whenDurable);
        writeIfIdle();
    }

    /** Takes the log's answer in; fails when the log is damaged. */
    public void onReply(DefinitionsLog.Reply reply) {
        if (reply instanceof DefinitionsLog.Damaged damaged) {
            throw damaged.damage();
        } else if (reply instanceof DefinitionsLog.Recorded) {
            onRecorded();
        } else {
            onLogRestarted();
        }
    }

    /** The log has recorded the batch that was under way. */
    private void onRecorded() {
        List<Runnable> ready = underWay.waiting;
        underWay = new Batch();
        ready.forEach(Runnable::run);
        writeIfIdle();
    }

    /** The log started anew after a failed write. Facts are idempotent, so the batch goes again. */
    private void onLogRestarted() {
        if (!underWay.facts.isEmpty()) {
            log.tell(new DefinitionsLog.Append(List.copyOf(underWay.facts)));
        }
    }

    private void writeIfIdle() {
        if (underWay.facts.isEmpty() && !gathering.facts.isEmpty()) {
            underWay = gathering;
            gathering = new Batch();
            log.tell(new DefinitionsLog.Append(List.copyOf(underWay.facts)));
        }
    }

    private static final class Batch {
        final List<DefinitionEvent> facts = new ArrayList<>();
        final List<Runnable> waiting = new ArrayList<>();
    }
}
