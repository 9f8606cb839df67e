package warren.actors;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.scaladsl.AskPattern;
import org.apache.pekko.util.Timeout;
import scala.concurrent.ExecutionContext;

/**
 * A question of one actor to another. The answer goes straight to the one that asked; Pekko's {@code ask} of the Java API hands each to
 * another pool first, and with two processors or less starts a thread for it.
 */
public final class Question {
    private Question() {}

    /**
     * Asks; what {@code toMessage} makes of the answer is told to the actor of this context.
     *
     * @param patience after which there is no answer
     * @param toMessage gets the answer, or nothing when none came; runs on any thread and so may not touch the actor
     */
    public static <M, Q, A> void ask(
            ActorContext<M> context,
            ActorRef<Q> target,
            Duration patience,
            Function<ActorRef<A>, Q> question,
            Function<Optional<A>, M> toMessage) {
        ActorRef<M> self = context.getSelf();
        new AskPattern.Askable<>(target)
                .<A>ask(
                        question::apply,
                        Timeout.create(patience),
                        context.getSystem().scheduler())
                .onComplete(
                        answer -> {
                            self.tell(
                                    toMessage.apply(answer.isSuccess() ? Optional.of(answer.get()) : Optional.empty()));
                            return null;
                        },
                        ExecutionContext.parasitic$.MODULE$);
    }
}
