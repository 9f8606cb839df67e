package warren.actors.exchange;

/** Where a binding leads. Equal by kind, name and incarnation. */
public sealed interface Destination permits QueueRef, ExchangeRef {
    /** The name within the virtual host. */
    String name();

    /** Tells it from all others of the virtual host, and is the same after a restart. */
    String label();
}
