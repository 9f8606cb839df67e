package warren.actors.channel;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import warren.actors.channel.Unacknowledged.Outstanding;
import warren.actors.exchange.ExchangeRef;
import warren.actors.queue.QueueActor.Outcome;
import warren.routing.message.Message;

/** What a channel holds back between tx.select and tx.commit: publishes and settlements, in their order. */
final class Transaction {
    /** A publish whose checks have passed. */
    record Publish(@Nullable ExchangeRef exchange, Message message, boolean mandatory) {}

    /** Deliveries taken from the client's books. */
    record Settlement(List<Outstanding> deliveries, Outcome outcome) {}

    private List<Publish> publishes = new ArrayList<>();
    private List<Settlement> settlements = new ArrayList<>();

    void add(Publish publish) {
        publishes.add(publish);
    }

    void add(Settlement settlement) {
        settlements.add(settlement);
    }

    int publishCount() {
        return publishes.size();
    }

    int settlementCount() {
        return settlements.stream().mapToInt(each -> each.deliveries().size()).sum();
    }

    List<Publish> takePublishes() {
        List<Publish> taken = publishes;
        publishes = new ArrayList<>();
        return taken;
    }

    List<Settlement> takeSettlements() {
        List<Settlement> taken = settlements;
        settlements = new ArrayList<>();
        return taken;
    }
}
