package warren.actors.extension;

import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.BehaviorInterceptor;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;
import warren.exchange.ExchangeCommand;

/**
 * Stands around an extension's behaviour: what would end the process becomes a failure of the one actor, and a thread that does not come
 * back can be interrupted from outside. One for each actor.
 */
public final class ExtensionGuard {
    private final ClassLoader classes;
    /** The thread that runs the behaviour at this moment. Guarded by this. */
    private @Nullable Thread inside;

    public ExtensionGuard(ClassLoader classes) {
        this.classes = classes;
    }

    /** The behaviour with this guard around it. */
    public Behavior<ExchangeCommand> around(Behavior<ExchangeCommand> behavior) {
        return Behaviors.intercept(Interceptor::new, behavior.<Object>unsafeCast())
                .unsafeCast();
    }

    /** Interrupts the behaviour if it is at work. */
    public synchronized void interrupt() {
        if (inside != null) {
            inside.interrupt();
        }
    }

    private synchronized void enter() {
        inside = Thread.currentThread();
    }

    private synchronized void leave() {
        inside = null;
        // meant for what is over
        Thread.interrupted();
    }

    private interface Step {
        Behavior<Object> run();
    }

    private Behavior<Object> guarded(Step step) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(classes);
        enter();
        try {
            return step.run();
        } catch (Exception failure) {
            throw failure instanceof RuntimeException known ? known : new ExtensionFailure(failure);
        } catch (LinkageError | StackOverflowError | AssertionError failure) {
            throw new ExtensionFailure(failure);
        } finally {
            leave();
            thread.setContextClassLoader(before);
        }
    }

    /** Messages of every kind: those of Pekko Persistence to itself run an author's event handler too. */
    private final class Interceptor extends BehaviorInterceptor<Object, Object> {
        Interceptor() {
            super(Object.class);
        }

        @Override
        public Behavior<Object> aroundStart(TypedActorContext<Object> context, PreStartTarget<Object> target) {
            return guarded(() -> target.start(context));
        }

        @Override
        public Behavior<Object> aroundReceive(
                TypedActorContext<Object> context, Object message, ReceiveTarget<Object> target) {
            return guarded(() -> target.apply(context, message));
        }

        @Override
        public Behavior<Object> aroundSignal(
                TypedActorContext<Object> context, Signal signal, SignalTarget<Object> target) {
            return guarded(() -> target.apply(context, signal));
        }
    }

    /** What an extension threw that is no RuntimeException. */
    private static final class ExtensionFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ExtensionFailure(Throwable cause) {
            super(cause.toString(), cause);
        }
    }
}
