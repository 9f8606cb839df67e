package warren.actors.insight;

import java.util.List;

/**
 * Where a message would go.
 *
 * @param summary one sentence
 * @param queues each once
 * @param hops the exchanges that it would visit, in this order
 */
public record RoutePlan(String summary, List<String> queues, List<Hop> hops) {
    /** Bindings of one hop that are shown although they do not match, at most. */
    static final int MISSES_MAX = 100;

    /**
     * An exchange on the way.
     *
     * @param via why the message comes here
     * @param bindings those that match, and the first of those that do not
     * @param bindingCount all that the exchange has
     * @param notes what else the exchange would do, a sentence each
     */
    public record Hop(
            String exchange, String type, String via, List<Step> bindings, int bindingCount, List<String> notes) {}

    /**
     * A binding.
     *
     * @param isMatch the message would go there
     * @param why a sentence
     */
    public record Step(
            String destination,
            String destinationKind,
            String routingKey,
            String arguments,
            boolean isMatch,
            String why) {}
}
