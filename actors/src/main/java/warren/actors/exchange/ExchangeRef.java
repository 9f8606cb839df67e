package warren.actors.exchange;

import org.apache.pekko.actor.typed.ActorRef;

/** An exchange as others know it. A restarted one has another {@code actor}. */
public record ExchangeRef(String name, String type, boolean internal, ActorRef<ExchangeActor.Command> actor)
        implements Destination {
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
