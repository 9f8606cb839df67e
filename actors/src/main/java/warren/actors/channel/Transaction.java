package warren.actors.channel;

import java.util.ArrayList;
import java.util.List;
import warren.actors.channel.Unacknowledged.Outstanding;
import warren.actors.queue.QueueActor.Outcome;

/** The settlements that a channel holds back between tx.select and tx.commit; {@link Publishing} holds back its publishes. */
final class Transaction {
    /** Deliveries taken from the client's books. */
    record Settlement(List<Outstanding> deliveries, Outcome outcome) {}

    private List<Settlement> settlements = new ArrayList<>();

    void add(Settlement settlement) {
        settlements.add(settlement);
    }

    int settlementCount() {
        return settlements.stream().mapToInt(each -> each.deliveries().size()).sum();
    }

    List<Settlement> takeSettlements() {
        List<Settlement> taken = settlements;
        settlements = new ArrayList<>();
        return taken;
    }
}
