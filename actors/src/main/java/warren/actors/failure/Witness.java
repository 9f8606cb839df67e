package warren.actors.failure;

import java.time.Instant;
import java.util.Optional;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.BehaviorInterceptor;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import warren.actors.info.FailureInfo;

/**
 * Stands beside an actor and, when a message makes it fail, notes the message's type in the failure: its parent and the log then know
 * more than the cause. Never the message itself, which may hold what is nobody's business.
 */
public final class Witness<T> extends BehaviorInterceptor<T, T> {
    private Witness(Class<T> messageType) {
        super(messageType);
    }

    /** The same behavior with a witness. */
    public static <T> Behavior<T> of(Class<T> messageType, Behavior<T> behavior) {
        return Behaviors.intercept(() -> new Witness<>(messageType), behavior);
    }

    @Override
    public Behavior<T> aroundReceive(TypedActorContext<T> context, T message, ReceiveTarget<T> target) {
        try {
            return target.apply(context, message);
        } catch (RuntimeException | Error failure) {
            failure.addSuppressed(new FailedOn(message.getClass().getSimpleName()));
            throw failure;
        }
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

    /** What a parent tells operators of a failure that happened now. */
    public static FailureInfo report(Throwable failure) {
        Optional<String> messageType = Optional.empty();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            for (Throwable note : cause.getSuppressed()) {
                if (note instanceof FailedOn found) {
                    messageType = Optional.of(found.messageType);
                }
            }
        }
        return new FailureInfo(Instant.now().toEpochMilli(), String.valueOf(failure), messageType);
    }
}
