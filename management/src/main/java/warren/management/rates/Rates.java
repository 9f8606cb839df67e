package warren.management.rates;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import warren.actors.info.BrokerEvent;
import warren.actors.info.ChannelInfo;
import warren.actors.info.ConnectionInfo;
import warren.actors.info.ExchangeCounts;
import warren.actors.info.ExchangeInfo;
import warren.actors.info.MessageCounts;
import warren.actors.info.QueueInfo;

/**
 * What is known of the past of queues, exchanges, channels, connections, virtual hosts and the broker. The sampler fills it, requests
 * read it; each call holds the lock for a moment only.
 */
public final class Rates {
    private record Key(String kind, String virtualHost, String name) {
        static Key of(QueueInfo queue) {
            return new Key("queue", queue.virtualHost(), queue.name());
        }

        static Key channel(String name) {
            return new Key("channel", "", name);
        }

        static Key connection(String id) {
            return new Key("connection", "", id);
        }

        static Key exchange(String virtualHost, String name) {
            return new Key("exchange", virtualHost, name);
        }

        static Key host(String name) {
            return new Key("vhost", name, "");
        }
    }

    private record ExchangeName(String virtualHost, String name) {}

    private static final Key BROKER = new Key("broker", "", "");
    private static final Key BROKER_LENGTHS = new Key("broker lengths", "", "");
    private static final Key CHURN = new Key("churn", "", "");

    private final long intervalMillis;
    private final Map<Key, History> histories = new HashMap<>();
    private final Map<Key, History> lengths = new HashMap<>();
    /** What channels had counted when they ended, by virtual hosts and by exchanges. */
    private final Map<String, MessageCounts> ended = new HashMap<>();

    private final Map<ExchangeName, ExchangeCounts> endedByExchange = new HashMap<>();
    /** Channels that have ended since: pictures of them may still be on their way. */
    private Set<String> justEnded = new HashSet<>();

    private Set<String> endedBefore = new HashSet<>();
    private Map<ExchangeName, ExchangeCounts> exchangesNow = Map.of();
    private final long[] churn = new long[Counters.CHURN.size()];

    /** Samples come at this interval. */
    public Rates(long intervalMillis) {
        this.intervalMillis = intervalMillis;
    }

    synchronized void happened(BrokerEvent event) {
        if (event instanceof BrokerEvent.ChannelClosed closed) {
            ChannelInfo channel = closed.channel();
            justEnded.add(channel.name());
            ended.merge(channel.virtualHost(), channel.counts(), MessageCounts::plus);
            channel.exchanges()
                    .forEach((name, counts) -> endedByExchange.merge(
                            new ExchangeName(channel.virtualHost(), name), counts, ExchangeCounts::plus));
            churn[0]++;
        } else if (event instanceof BrokerEvent.ChannelOpened) {
            churn[1]++;
        } else if (event instanceof BrokerEvent.ConnectionClosed) {
            churn[2]++;
        } else if (event instanceof BrokerEvent.ConnectionOpened) {
            churn[3]++;
        } else if (event instanceof BrokerEvent.QueueCreated) {
            churn[4]++;
        } else if (event instanceof BrokerEvent.QueueDeclared) {
            churn[5]++;
        } else if (event instanceof BrokerEvent.QueueDeleted) {
            churn[6]++;
        }
    }

    /** Begins anew: without samples, and without what ended channels had counted. */
    public synchronized void forget() {
        histories.clear();
        lengths.clear();
        ended.clear();
        endedByExchange.clear();
        exchangesNow = Map.of();
        Arrays.fill(churn, 0);
    }

    /** All objects as they were at this time; what is not among them is forgotten. {@code exchanges}: names, for each virtual host. */
    synchronized void sampled(
            long timeMillis,
            Map<String, Set<String>> exchanges,
            List<QueueInfo> queues,
            List<ChannelInfo> channels,
            List<ConnectionInfo> connections) {
        Set<String> hosts = exchanges.keySet();
        ended.keySet().retainAll(hosts);
        endedByExchange
                .keySet()
                .removeIf(each ->
                        !exchanges.getOrDefault(each.virtualHost(), Set.of()).contains(each.name()));
        Set<Key> present = new HashSet<>();
        Set<Key> presentLengths = new HashSet<>();
        for (QueueInfo queue : queues) {
            add(histories, present, Key.of(queue), timeMillis, Counters.ofQueue(queue.counts()));
            add(lengths, presentLengths, Key.of(queue), timeMillis, Counters.lengths(queue));
        }
        for (ChannelInfo channel : channels) {
            add(histories, present, Key.channel(channel.name()), timeMillis, Counters.messages(channel.counts()));
        }
        for (ConnectionInfo connection : connections) {
            long[] bytes = {connection.receivedBytes(), connection.sentBytes()};
            add(histories, present, Key.connection(connection.id()), timeMillis, bytes);
        }
        for (String host : hosts) {
            long[] counts = Counters.messages(total(host::equals, channels));
            add(histories, present, Key.host(host), timeMillis, counts);
            add(lengths, presentLengths, Key.host(host), timeMillis, sum(queues, host::equals));
        }
        exchangesNow = exchanges(channels);
        exchangesNow.forEach((exchange, counts) -> add(
                histories,
                present,
                Key.exchange(exchange.virtualHost(), exchange.name()),
                timeMillis,
                Counters.ofExchange(counts)));
        add(histories, present, BROKER, timeMillis, Counters.messages(total(host -> true, channels)));
        add(histories, present, CHURN, timeMillis, churn.clone());
        add(lengths, presentLengths, BROKER_LENGTHS, timeMillis, sum(queues, host -> true));
        histories.keySet().retainAll(present);
        lengths.keySet().retainAll(presentLengths);
        endedBefore = justEnded;
        justEnded = new HashSet<>();
    }

    private void add(Map<Key, History> into, Set<Key> present, Key key, long timeMillis, long[] sample) {
        present.add(key);
        into.computeIfAbsent(
                        key,
                        any -> key.name().isEmpty()
                                ? History.ofBroker(intervalMillis, sample.length)
                                : History.ofObject(intervalMillis, sample.length))
                .add(timeMillis, sample);
    }

    private static long[] sum(List<QueueInfo> queues, Predicate<String> hosts) {
        long[] sum = new long[Counters.LENGTHS.size()];
        for (QueueInfo queue : queues) {
            if (hosts.test(queue.virtualHost())) {
                long[] one = Counters.lengths(queue);
                Arrays.setAll(sum, i -> sum[i] + one[i]);
            }
        }
        return sum;
    }

    /** Of the channels that are open and of those that were. */
    private MessageCounts total(Predicate<String> hosts, List<ChannelInfo> open) {
        MessageCounts total = MessageCounts.NONE;
        for (Map.Entry<String, MessageCounts> host : ended.entrySet()) {
            total = hosts.test(host.getKey()) ? total.plus(host.getValue()) : total;
        }
        for (ChannelInfo channel : open) {
            total = hosts.test(channel.virtualHost()) && isOpen(channel) ? total.plus(channel.counts()) : total;
        }
        return total;
    }

    private boolean isOpen(ChannelInfo channel) {
        return !justEnded.contains(channel.name()) && !endedBefore.contains(channel.name());
    }

    private Map<ExchangeName, ExchangeCounts> exchanges(List<ChannelInfo> open) {
        Map<ExchangeName, ExchangeCounts> totals = new HashMap<>(endedByExchange);
        for (ChannelInfo channel : open) {
            if (isOpen(channel)) {
                channel.exchanges()
                        .forEach((name, counts) -> totals.merge(
                                new ExchangeName(channel.virtualHost(), name), counts, ExchangeCounts::plus));
            }
        }
        return totals;
    }

    /** Exchanges of which something is kept though the channels that published to them are gone. */
    synchronized int exchangesKnown() {
        return endedByExchange.size();
    }

    /** Adds to a queue's row. */
    public synchronized void show(ObjectNode row, QueueInfo queue, Ranges ranges) {
        stats(row, Counters.OF_QUEUE, Counters.ofQueue(queue.counts()), Key.of(queue), ranges);
        Counters.show(row, Counters.LENGTHS, Counters.lengths(queue), lengths.get(Key.of(queue)), ranges.lengths());
    }

    /** Adds to a channel's row. */
    public synchronized void show(ObjectNode row, ChannelInfo channel, Ranges ranges) {
        stats(row, Counters.MESSAGES, Counters.messages(channel.counts()), Key.channel(channel.name()), ranges);
    }

    /** Adds to a connection's row. */
    public synchronized void show(ObjectNode row, ConnectionInfo connection, Ranges ranges) {
        History history = histories.get(Key.connection(connection.id()));
        Counters.showRates(row, Counters.BYTES, history, ranges.data());
    }

    /** Adds to an exchange's row what the last sample knew. */
    public synchronized void show(ObjectNode row, ExchangeInfo exchange, Ranges ranges) {
        ExchangeCounts counts = exchangesNow.getOrDefault(
                new ExchangeName(exchange.virtualHost(), exchange.name()), ExchangeCounts.NONE);
        Key key = Key.exchange(exchange.virtualHost(), exchange.name());
        stats(row, Counters.OF_EXCHANGE, Counters.ofExchange(counts), key, ranges);
    }

    /** Adds to a virtual host's row. */
    public synchronized void showHost(
            ObjectNode row, String host, List<QueueInfo> queues, List<ChannelInfo> channels, Ranges ranges) {
        stats(row, Counters.MESSAGES, Counters.messages(total(host::equals, channels)), Key.host(host), ranges);
        History history = lengths.get(Key.host(host));
        Counters.show(row, Counters.LENGTHS, sum(queues, host::equals), history, ranges.lengths());
    }

    /** Adds to the overview what is in these virtual hosts; histories are those of the whole broker. */
    public synchronized void showBroker(
            ObjectNode report, Set<String> hosts, List<QueueInfo> queues, List<ChannelInfo> channels, Ranges ranges) {
        long[] messages = Counters.messages(total(hosts::contains, channels));
        Counters.show(
                report.putObject("message_stats"),
                Counters.MESSAGES,
                messages,
                histories.get(BROKER),
                ranges.messages());
        Counters.show(report.putObject("churn_rates"), Counters.CHURN, churn, histories.get(CHURN), ranges.messages());
        Counters.show(
                report.putObject("queue_totals"),
                Counters.LENGTHS,
                sum(queues, hosts::contains),
                lengths.get(BROKER_LENGTHS),
                ranges.lengths());
    }

    /** Nothing is said of an object to which nothing has happened. */
    private void stats(ObjectNode row, List<String> names, long[] values, Key key, Ranges ranges) {
        if (Arrays.stream(values).anyMatch(value -> value != 0)) {
            @Nullable History history = histories.get(key);
            Counters.show(row.putObject("message_stats"), names, values, history, ranges.messages());
        }
    }
}
