package warren.exchange;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Where do these messages go? To be answered once, now or later, within {@link ExchangeContext#timeLimit()}. There is no other batch
 * before this one is answered or its time is over. An answer that comes too late, twice, or with the wrong number of routings counts for
 * nothing and is logged.
 *
 * @param number of this batch, for the answer
 * @param messages in the order in which they came; never empty
 * @param bindings of the exchange at this moment
 */
public record RouteBatch(long number, List<ExchangeMessage> messages, Bindings bindings, ActorRef<Answer> replyTo)
        implements ExchangeCommand {

    /** One routing for each message of a batch, in its order. */
    public record Answer(long number, List<Routing> routings) {
        /** Copies the list. */
        public Answer {
            routings = List.copyOf(routings);
        }
    }

    /** Copies the list. */
    public RouteBatch {
        messages = List.copyOf(messages);
    }

    /** Answers with one routing for each message, in their order. */
    public void answer(List<Routing> routings) {
        replyTo.tell(new Answer(number, routings));
    }

    /** Answers with what this function says of each message. */
    public void answerEach(Function<ExchangeMessage, Routing> rule) {
        List<Routing> routings = new ArrayList<>(messages.size());
        for (ExchangeMessage message : messages) {
            routings.add(rule.apply(message));
        }
        answer(routings);
    }

    /** Answers all messages alike. */
    public void answerAll(Routing routing) {
        answer(Collections.nCopies(messages.size(), routing));
    }
}
