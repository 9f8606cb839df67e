package warren.actors.channel;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import warren.actors.exchange.Destination;
import warren.actors.info.ExchangeCounts;
import warren.actors.queue.Traffic;

/** Counts a channel's messages: all of them, and for each exchange those that were published to it. */
final class ChannelTraffic {
    final Traffic messages = new Traffic();
    private final Map<String, long[]> byExchange = new HashMap<>();

    /** The batch goes to its queues. */
    void dispatched(PublishBatch batch) {
        if (batch.isTrace) {
            return;
        }
        int count = batch.messages.size();
        messages.published(count);
        if (batch.firstSequence != 0) {
            messages.toBeConfirmed(count);
        }
        List<? extends Collection<? extends Destination>> routes = batch.requireRoutes();
        long out = 0;
        for (int i = 0; i < count; i++) {
            int queues = routes.get(i).size();
            out += queues;
            if (queues == 0) {
                messages.unroutable(batch.isMandatory(i));
            }
        }
        messages.routed(out);
        String exchange = batch.exchange == null ? "" : batch.exchange.name();
        long[] sums = byExchange.computeIfAbsent(exchange, key -> new long[2]);
        sums[0] += count;
        sums[1] += out;
    }

    /** The exchange is deleted; a channel may live longer than many of them. */
    void forget(String exchange) {
        byExchange.remove(exchange);
    }

    /** True when its client hears of the batch, which is then counted. */
    boolean countConfirmed(PublishBatch batch) {
        if (batch.firstSequence == 0) {
            return false;
        }
        messages.confirmed(batch.messages.size());
        return true;
    }

    /** By names of exchanges. */
    Map<String, ExchangeCounts> exchanges() {
        var counts = new HashMap<String, ExchangeCounts>();
        byExchange.forEach((exchange, sums) -> counts.put(exchange, new ExchangeCounts(sums[0], sums[1])));
        return Map.copyOf(counts);
    }
}
