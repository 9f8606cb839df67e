package warren.management.rates;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import warren.actors.info.ExchangeCounts;
import warren.actors.info.MessageCounts;
import warren.actors.info.QueueInfo;

/** Which counters an object has, under RabbitMQ's names, and how they are shown. */
final class Counters {
    /** Of a channel, a virtual host and the broker. */
    static final List<String> MESSAGES = List.of(
            "ack",
            "confirm",
            "deliver",
            "deliver_get",
            "deliver_no_ack",
            "drop_unroutable",
            "get",
            "get_empty",
            "get_no_ack",
            "publish",
            "redeliver",
            "return_unroutable");

    /** Of a queue. */
    static final List<String> OF_QUEUE = List.of(
            "ack",
            "deliver",
            "deliver_get",
            "deliver_no_ack",
            "get",
            "get_empty",
            "get_no_ack",
            "publish",
            "redeliver");

    static final List<String> LENGTHS = List.of("messages", "messages_ready", "messages_unacknowledged");
    static final List<String> OF_EXCHANGE = List.of("publish_in", "publish_out");
    static final List<String> BYTES = List.of("recv_oct", "send_oct");
    static final List<String> CHURN = List.of(
            "channel_closed",
            "channel_created",
            "connection_closed",
            "connection_created",
            "queue_created",
            "queue_declared",
            "queue_deleted");

    private Counters() {}

    static long[] messages(MessageCounts counts) {
        return new long[] {
            counts.ack(),
            counts.confirm(),
            counts.deliver(),
            counts.deliverGet(),
            counts.deliverNoAck(),
            counts.dropUnroutable(),
            counts.get(),
            counts.getEmpty(),
            counts.getNoAck(),
            counts.publish(),
            counts.redeliver(),
            counts.returnUnroutable()
        };
    }

    static long[] ofQueue(MessageCounts counts) {
        return new long[] {
            counts.ack(),
            counts.deliver(),
            counts.deliverGet(),
            counts.deliverNoAck(),
            counts.get(),
            counts.getEmpty(),
            counts.getNoAck(),
            counts.publish(),
            counts.redeliver()
        };
    }

    static long[] lengths(QueueInfo queue) {
        return new long[] {queue.messages(), queue.ready(), queue.unacknowledged()};
    }

    static long[] ofExchange(ExchangeCounts counts) {
        return new long[] {counts.in(), counts.out()};
    }

    /** Each value, with its rate and, where a range is asked for, its samples. */
    static void show(
            ObjectNode into, List<String> names, long[] values, @Nullable History history, Optional<Range> range) {
        for (int i = 0; i < names.size(); i++) {
            into.put(names.get(i), values[i]);
            details(into.putObject(names.get(i) + "_details"), i, history, range);
        }
    }

    /** The rates alone. */
    static void showRates(ObjectNode into, List<String> names, @Nullable History history, Optional<Range> range) {
        for (int i = 0; i < names.size(); i++) {
            details(into.putObject(names.get(i) + "_details"), i, history, range);
        }
    }

    private static void details(ObjectNode into, int counter, @Nullable History history, Optional<Range> range) {
        into.put("rate", history == null ? 0.0 : history.rate(counter));
        if (range.isEmpty() || history == null) {
            return;
        }
        long incr = range.get().incrMillis();
        long newest = history.lastMillis() / incr * incr;
        long count = range.get().ageMillis() / incr + 1;
        ArrayNode samples = into.putArray("samples");
        long sum = 0;
        for (int i = 0; i < count; i++) {
            long time = newest - i * incr;
            long value = history.at(time, counter);
            sum += value;
            samples.addObject().put("sample", value).put("timestamp", time);
        }
        long oldest = history.at(newest - (count - 1) * incr, counter);
        double seconds = Math.max(1, count - 1) * incr / 1000.0;
        into.put("avg_rate", (history.at(newest, counter) - oldest) / seconds);
        into.put("avg", (double) sum / count);
    }
}
