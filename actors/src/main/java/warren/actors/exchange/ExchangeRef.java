package warren.actors.exchange;

import org.apache.pekko.actor.typed.ActorRef;
import warren.routing.ExchangeType;

/** An exchange as others know it. A restarted one has another {@code actor}. */
public record ExchangeRef(String name, String type, boolean internal, ActorRef<ExchangeActor.Command> actor)
        implements Destination {
    /** The type that routes no message twice. */
    public static final String DEDUPLICATING = ExchangeType.DEDUPLICATION.wireName();

    /** True when it wants to hear what became of the messages that it routed: {@link ExchangeActor.Outcome}. */
    public boolean isDeduplicating() {
        return type.equals(DEDUPLICATING);
    }

    @Override
    public String label() {
        return "exchange " + name;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ExchangeRef that && actor.equals(that.actor);
    }

    @Override
    public int hashCode() {
        return actor.hashCode();
    }
}
