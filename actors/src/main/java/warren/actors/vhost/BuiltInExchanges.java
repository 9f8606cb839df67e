package warren.actors.vhost;

import java.util.List;
import warren.actors.feed.EventFeed;
import warren.persistence.event.ExchangeDefinition;
import warren.routing.message.FieldTable;

/** The exchanges that each virtual host has from the start, in RabbitMQ's order. They are not recorded. */
public final class BuiltInExchanges {
    private BuiltInExchanges() {}

    /** Those for clients, without the default exchange, which is no actor. */
    static List<ExchangeDefinition> forClients() {
        return List.of(
                definition("amq.direct", "direct", false),
                definition("amq.topic", "topic", false),
                definition("amq.match", "headers", false),
                definition("amq.headers", "headers", false),
                definition("amq.fanout", "fanout", false));
    }

    static ExchangeDefinition byDefault() {
        return definition(VirtualHostState.DEFAULT_EXCHANGE, "direct", false);
    }

    /** One that the broker itself publishes to. */
    static ExchangeDefinition fed(String name) {
        return definition(name, "topic", true);
    }

    private static ExchangeDefinition definition(String name, String type, boolean internal) {
        return new ExchangeDefinition(name, type, true, false, internal, FieldTable.EMPTY);
    }

    /** A virtual host begins: tells of the exchanges with which it does. */
    public static void tellOf(EventFeed events, String host, String user) {
        HostEvents.exchangeCreated(events, byDefault(), "", host, user);
        forClients().forEach(exchange -> HostEvents.exchangeCreated(events, exchange, "", host, user));
        HostEvents.exchangeCreated(events, fed(Tracing.EXCHANGE), "", host, user);
    }
}
