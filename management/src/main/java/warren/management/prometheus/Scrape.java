package warren.management.prometheus;

import java.util.List;
import java.util.Map;
import warren.actors.broker.BrokerStatus;
import warren.actors.info.AccessPicture;
import warren.actors.info.ChannelInfo;
import warren.actors.info.ConnectionInfo;
import warren.actors.info.JournalInfo;
import warren.actors.info.QueueInfo;

/** All that a scrape may show, at one moment. */
record Scrape(
        BrokerStatus status,
        AccessPicture access,
        List<QueueInfo> queues,
        List<ChannelInfo> channels,
        List<ConnectionInfo> connections,
        Counted counted) {

    /**
     * Sums of counters by their names, those of objects that are gone included.
     *
     * @param queuesByType of the queues of each of RabbitMQ's types
     */
    record Counted(
            Churn churn,
            Map<String, Double> channels,
            Map<String, Double> connections,
            Map<String, Map<String, Double>> queuesByType) {
        /** The sum over all types. */
        double queues(Metric<?> counter) {
            return queuesByType.values().stream()
                    .mapToDouble(sums -> sums.getOrDefault(counter.name(), 0.0))
                    .sum();
        }
    }

    JournalInfo journal() {
        return status.journal();
    }

    double consumers() {
        return queues.stream().mapToInt(queue -> queue.consumers().size()).sum();
    }
}
