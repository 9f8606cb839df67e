package warren.actors.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Messages that wait for the journal: such that may go in several events, or a queue's share of a transaction, which goes in one
 * together with what the transaction settles.
 */
final class Portion {
    final boolean isShare;
    /** The transaction, when other queues have shares in it too. */
    Optional<JointCommit> joint;

    final ArrayDeque<QueuedMessage> messages = new ArrayDeque<>();
    /** Messages that a transaction settles; they are written before it if they are written at all. */
    final List<QueuedMessage> settled = new ArrayList<>(0);
    /** Those who want to hear that the settlements are written. */
    final List<Runnable> fences = new ArrayList<>(0);

    private Portion(boolean isShare, Optional<JointCommit> joint) {
        this.isShare = isShare;
        this.joint = joint;
    }

    static Portion ofAny() {
        return new Portion(false, Optional.empty());
    }

    static Portion ofTransaction(Optional<JointCommit> joint) {
        return new Portion(true, joint);
    }

    /** True when there is nothing to write; a share in a joint commit is written all the same, as others wait for it. */
    boolean isEmpty() {
        while (!messages.isEmpty() && messages.getFirst().storage != QueuedMessage.Storage.WAITING) {
            messages.removeFirst();
        }
        return messages.isEmpty() && settled.isEmpty() && joint.isEmpty();
    }
}
