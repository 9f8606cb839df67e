package warren.actors.queue;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Extension;
import org.apache.pekko.actor.typed.ExtensionId;

/**
 * How much memory the messages in all queues take. Queues report what they hold and send pages to disk while all together hold too
 * much. A sum and no more: who waits for nobody needs no actor for it. Thread-safe.
 */
public final class MessageMemory implements Extension {
    /** Messages take no more than this part of the heap: each is there more than once while it is written. */
    private static final int HEAP_SHARE = 3;

    private static final class Id extends ExtensionId<MessageMemory> {
        private static final Id INSTANCE = new Id();

        @Override
        public MessageMemory createExtension(ActorSystem<?> system) {
            long wanted = system.settings().config().getBytes("warren.queues.memory");
            return new MessageMemory(Math.min(wanted, Runtime.getRuntime().maxMemory() / HEAP_SHARE));
        }
    }

    private final long limit;
    private final AtomicLong held = new AtomicLong();

    /** {@code limit}: bytes of bodies, properties and objects. */
    MessageMemory(long limit) {
        this.limit = limit;
    }

    /** That of this system. */
    public static MessageMemory get(ActorSystem<?> system) {
        return Id.INSTANCE.apply(system);
    }

    void add(long bytes) {
        held.addAndGet(bytes);
    }

    /** Bodies, properties and objects of all messages that are in memory. */
    public long heldBytes() {
        return held.get();
    }

    boolean isShort() {
        return held.get() > limit;
    }

    /** True when messages take far more: heads of queues, and what clients hold. */
    boolean isExhausted() {
        return held.get() > limit + limit / 2;
    }

    /** True when the clients of one queue hold so much that no disk has, or so many messages, that they get no more while memory is exhausted. */
    boolean isTooMuchHeld(long bytes, long messages) {
        return bytes > limit / 4 || messages * QueuedMessage.WEIGHT_WITHOUT_CONTENT > limit * 2;
    }
}
