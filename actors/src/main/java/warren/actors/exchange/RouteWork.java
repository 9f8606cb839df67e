package warren.actors.exchange;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import warren.actors.AmqpError;
import warren.actors.extension.ExtensionMessages;
import warren.exchange.Binding;
import warren.exchange.ExchangeMessage;
import warren.exchange.Routing;
import warren.routing.message.Message;

/** A batch that is shown to an extension part by part, and what has come of it so far. */
final class RouteWork {
    private static final int PART_MAX = 500;

    private final ExchangeActor.Route question;
    private final List<List<Destination>> destinations;
    private final Map<Integer, Message> changed = new HashMap<>();
    private final Set<Integer> refused = new HashSet<>();
    private final Set<Integer> failed = new HashSet<>();
    private int partEnd;
    /** Messages mostly go the same way as the one before. */
    private List<Binding> lastBindings = List.of();

    private List<Destination> lastDestinations = List.of();

    /** The ways that do not come from bindings: for what matches nothing, and for what is to wait; empty where there is none. */
    record Ways(List<Destination> otherwise, List<Destination> store) {}

    RouteWork(ExchangeActor.Route question) {
        this.question = question;
        this.destinations = new ArrayList<>(question.messages().size());
    }

    boolean isDone() {
        return destinations.size() == question.messages().size();
    }

    /** What is asked next. */
    List<ExchangeMessage> nextPart() {
        int begin = destinations.size();
        partEnd = Math.min(begin + PART_MAX, question.messages().size());
        List<ExchangeMessage> part = new ArrayList<>(partEnd - begin);
        for (Message message : question.messages().subList(begin, partEnd)) {
            part.add(ExtensionMessages.toExtension(message, question.isDue()));
        }
        return part;
    }

    /** The answer to the part. IllegalArgumentException when it is none; then nothing of the part counts. */
    void take(List<Routing> routings, ExtensionBindings bindings, ExtensionBindings.Snapshot given, Ways ways) {
        int begin = destinations.size();
        if (routings.size() != partEnd - begin) {
            throw new IllegalArgumentException(routings.size() + " routings for " + (partEnd - begin) + " messages");
        }
        try {
            for (Routing routing : routings) {
                take(routing, bindings, given, ways);
            }
        } catch (IllegalArgumentException wrong) {
            while (destinations.size() > begin) {
                destinations.remove(destinations.size() - 1);
            }
            changed.keySet().removeIf(index -> index >= begin);
            refused.removeIf(index -> index >= begin);
            throw wrong;
        }
    }

    private void take(Routing routing, ExtensionBindings bindings, ExtensionBindings.Snapshot given, Ways ways) {
        int index = destinations.size();
        Message message = question.messages().get(index);
        if (routing.changesHeaders()) {
            message = ExtensionMessages.changed(message, routing);
            changed.put(index, message);
        }
        switch (routing.verdict()) {
            case ROUTE -> {
                List<Destination> found = resolve(routing.bindings(), bindings, given);
                destinations.add(found.isEmpty() ? ways.otherwise() : found);
            }
            case LATER -> {
                if (ways.store().isEmpty()) {
                    throw new IllegalArgumentException(
                            "a message is to wait, but the exchange has no store: its type did not say delaysMessages"
                                    + " when the exchange was declared");
                }
                changed.put(index, ExtensionMessages.delayed(message, routing.delay()));
                destinations.add(ways.store());
            }
            case DROP -> destinations.add(List.of());
            case REFUSE -> {
                refused.add(index);
                destinations.add(List.of());
            }
        }
    }

    private List<Destination> resolve(
            List<Binding> chosen, ExtensionBindings bindings, ExtensionBindings.Snapshot given) {
        if (!chosen.equals(lastBindings)) {
            lastDestinations = bindings.resolve(chosen, given);
            lastBindings = chosen;
        }
        return lastDestinations;
    }

    /** The part that was asked could not be routed. */
    void failPart() {
        while (destinations.size() < partEnd) {
            failed.add(destinations.size());
            destinations.add(List.of());
        }
    }

    /** What is left could not be routed. */
    void failRest() {
        partEnd = question.messages().size();
        failPart();
    }

    void answer(Optional<AmqpError> error, ActorRef<ExchangeActor.Command> exchange) {
        boolean isPlain = changed.isEmpty() && refused.isEmpty() && failed.isEmpty() && error.isEmpty();
        Verdicts verdicts = isPlain ? Verdicts.NONE : new Verdicts(changed, refused, failed, error);
        question.replyTo().tell(new ExchangeActor.Routed(question.batchId(), destinations, verdicts, exchange));
    }
}
