package warren.transport.dispatch;

import java.util.function.BooleanSupplier;

/** What the threads of a {@link WorkerPool} wait in when there is nothing to run. One of them at a time; what has come it gives on as tasks. */
public interface Poller {
    /** What a look has found. */
    enum Found {
        /** Another thread is at it, or it has ended. */
        NOT_MINE,
        /** Nothing, or what is done soon. */
        LITTLE,
        /** So much that another thread had better wait here while this one does it. */
        MUCH
    }

    /**
     * Gives on what has come. When nothing has, waits for it, unless {@code mayWait} denies that after {@link #wakeUp} has begun to have
     * an effect.
     */
    Found poll(BooleanSupplier mayWait);

    /** From any thread: lets the one that waits return. False when none does. */
    boolean wakeUp();

    /** True while no thread is at it, though one should be. */
    boolean isFree();

    /** How often a thread has left it. */
    long turns();
}
