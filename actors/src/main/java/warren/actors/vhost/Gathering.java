package warren.actors.vhost;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import warren.actors.failure.Witness;

/** Asks many actors the same question and hands on the answers, at the latest after five seconds without those that are missing. */
public final class Gathering {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private Gathering() {}

    /** Makes the command that asks one actor. */
    public interface Question<C, A> {
        /** The command, to be answered there. */
        C askedBy(ActorRef<A> replyTo);
    }

    private static final class TimeIsUp {}

    /** An actor that asks, waits, calls {@code whenDone} on its own thread and stops. Answers keep the order of their arrival. */
    public static <C, A> Behavior<Object> create(
            List<ActorRef<C>> actors, Question<C, A> question, Class<A> answerType, Consumer<List<A>> whenDone) {
        return Witness.of(
                "operator",
                Behaviors.setup(context -> Behaviors.withTimers(timers -> {
                    if (actors.isEmpty()) {
                        whenDone.accept(List.of());
                        return Behaviors.stopped();
                    }
                    timers.startSingleTimer(new TimeIsUp(), PATIENCE);
                    ActorRef<A> self = context.getSelf().unsafeUpcast();
                    actors.forEach(actor -> actor.tell(question.askedBy(self)));
                    var answers = new ArrayList<A>(actors.size());
                    return Behaviors.receive(Object.class)
                            .onMessage(answerType, answer -> {
                                answers.add(answer);
                                if (answers.size() < actors.size()) {
                                    return Behaviors.same();
                                }
                                whenDone.accept(answers);
                                return Behaviors.stopped();
                            })
                            .onMessage(TimeIsUp.class, timeIsUp -> {
                                whenDone.accept(answers);
                                return Behaviors.stopped();
                            })
                            .build();
                })));
    }
}
