package warren.actors.failure;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.BehaviorInterceptor;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import warren.actors.info.BrokerEvent;
import warren.actors.info.FailureInfo;
import warren.persistence.store.DamagedException;

/**
 * Stands beside an actor. When a message makes it fail, the witness notes the message's type in the failure, never the message itself, which
 * may hold what is nobody's business; remembers the failure for operators ({@link Failures}); and counts it.
 *
 * <p>It also makes every failure one of this actor alone. Pekko ends the process for what Scala calls fatal, but a StackOverflowError, a
 * class that is missing, and an OutOfMemoryError that the JVM has survived (it ends itself when the heap is exhausted; what is left are
 * threads, direct memory and sizes of arrays) say nothing about other actors. The JVM's own defects (InternalError) do: they pass.
 */
public final class Witness extends BehaviorInterceptor<Object, Object> {
    private final String kind;
    private final Predicate<Object> refusal;

    private Witness(String kind, Predicate<Object> refusal) {
        super(Object.class);
        this.kind = kind;
        this.refusal = refusal;
    }

    /** The same behavior with a witness. {@code kind}: under which its failures are counted. */
    public static <T> Behavior<T> of(String kind, Behavior<T> behavior) {
        return around(kind, behavior, message -> false);
    }

    /**
     * The same for an actor without which nobody could go on: a request that makes it fail costs that request only.
     *
     * @param refusal tells who sent this message that it failed, if anybody waits; false when the actor cannot go on without what the
     *     message should have done, and ends
     */
    public static <T> Behavior<T> steadfast(String kind, Behavior<T> behavior, Predicate<T> refusal) {
        @SuppressWarnings("unchecked")
        Predicate<Object> ofAny = (Predicate<Object>) refusal;
        return Behaviors.supervise(around(kind, behavior, ofAny))
                .onFailure(RequestFailed.class, SupervisorStrategy.resume());
    }

    private static <T> Behavior<T> around(String kind, Behavior<T> behavior, Predicate<Object> refusal) {
        return Behaviors.intercept(() -> new Witness(kind, refusal), behavior.<Object>unsafeCast())
                .unsafeCast();
    }

    @Override
    public Behavior<Object> aroundStart(TypedActorContext<Object> context, PreStartTarget<Object> target) {
        try {
            return target.start(context);
        } catch (RuntimeException | Error failure) {
            throw noted(context, "start", failure);
        }
    }

    @Override
    public Behavior<Object> aroundReceive(
            TypedActorContext<Object> context, Object message, ReceiveTarget<Object> target) {
        try {
            return target.apply(context, message);
        } catch (RuntimeException | Error failure) {
            RuntimeException noted = noted(context, message.getClass().getSimpleName(), failure);
            throw DamagedException.in(failure).isEmpty() && refusal.test(message) ? new RequestFailed(noted) : noted;
        }
    }

    @Override
    public Behavior<Object> aroundSignal(
            TypedActorContext<Object> context, Signal signal, SignalTarget<Object> target) {
        try {
            return target.apply(context, signal);
        } catch (RuntimeException | Error failure) {
            throw noted(context, signal.getClass().getSimpleName(), failure);
        }
    }

    private RuntimeException noted(TypedActorContext<Object> context, String messageType, Throwable failure) {
        if (failure instanceof VirtualMachineError fatal
                && !(failure instanceof StackOverflowError)
                && !(failure instanceof OutOfMemoryError)) {
            throw fatal;
        }
        failure.addSuppressed(new FailedOn(messageType));
        ActorSystem<?> system = context.asJava().getSystem();
        Failures.get(system).add(context.asJava().getSelf().path().toStringWithoutAddress(), report(failure));
        BrokerEvent.publish(system, new BrokerEvent.ActorFailed(kind));
        return failure instanceof RuntimeException known ? known : new ActorError(failure);
    }

    /** The note. */
    private static final class FailedOn extends Exception {
        private static final long serialVersionUID = 1L;

        private final String messageType;

        FailedOn(String messageType) {
            super("while handling " + messageType, null, false, false);
            this.messageType = messageType;
        }
    }

    /** An error that ends one actor. */
    private static final class ActorError extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ActorError(Throwable error) {
            super(error.toString(), error, false, false);
        }
    }

    /** What an actor survives. */
    private static final class RequestFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RequestFailed(Throwable cause) {
            super("a request failed: " + cause, cause, false, false);
        }
    }

    /** What a parent tells operators of a failure that happened now. */
    public static FailureInfo report(Throwable failure) {
        return new FailureInfo(Instant.now().toEpochMilli(), text(failure), messageType(failure));
    }

    private static String text(Throwable failure) {
        return String.valueOf(failure instanceof ActorError ? failure.getMessage() : failure);
    }

    /** True when a witness has counted this failure. */
    public static boolean hasSeen(Throwable failure) {
        return messageType(failure).isPresent();
    }

    private static Optional<String> messageType(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            for (Throwable note : cause.getSuppressed()) {
                if (note instanceof FailedOn found) {
                    return Optional.of(found.messageType);
                }
            }
        }
        return Optional.empty();
    }
}
