package warren.actors.insight;

import java.util.List;
import java.util.Map;

/** What actors' names say of their kind, for those whose behaviors are put together from functions. */
final class ActorKinds {
    private static final List<Map.Entry<String, String>> BY_PREFIX = List.of(
            Map.entry("queue-", "QueueActor"),
            Map.entry("exchange-", "ExchangeActor"),
            Map.entry("dead-letters-", "DeadLetterActor"),
            Map.entry("vhost-", "VirtualHostActor"),
            Map.entry("connections", "ConnectionsActor"),
            Map.entry("connection-", "ConnectionActor"),
            Map.entry("channel", "ChannelActor"),
            Map.entry("log", "QueueLog"),
            Map.entry("definitions", "DefinitionsLog"),
            Map.entry("recoveries", "RecoveryTurns"),
            Map.entry("alarms", "AlarmsActor"));

    private ActorKinds() {}

    static String of(String name) {
        return BY_PREFIX.stream()
                .filter(kind -> name.startsWith(kind.getKey()))
                .findFirst()
                .map(Map.Entry::getValue)
                .orElse("");
    }
}
