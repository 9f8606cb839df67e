package warren.management.prometheus;

import static warren.management.prometheus.Metric.counter;
import static warren.management.prometheus.Metric.gauge;

import java.util.ArrayList;
import java.util.List;
import warren.actors.alarm.Resource;
import warren.actors.info.ChannelInfo;
import warren.actors.info.ConnectionInfo;
import warren.actors.info.QueueInfo;
import warren.management.broker.Host;

/** RabbitMQ's metrics of which Warren has the value, in RabbitMQ's words. {@code docs/MONITORING.md} lists the others. */
final class RabbitMetrics {
    static final List<Metric<QueueInfo>> QUEUE_COARSE = List.of(
            gauge("queue_messages_ready", "Messages ready to be delivered to consumers", QueueInfo::ready),
            gauge(
                    "queue_messages_unacked",
                    "Messages delivered to consumers but not yet acknowledged",
                    QueueInfo::unacknowledged),
            gauge(
                    "queue_messages",
                    "Sum of ready and unacknowledged messages - total queue depth",
                    QueueInfo::messages));

    static final List<Metric<QueueInfo>> QUEUE_CONSUMERS = List.of(gauge(
            "queue_consumers",
            "Consumers on a queue",
            queue -> queue.consumers().size()));

    static final List<Metric<QueueInfo>> QUEUE = List.of(
            gauge("queue_messages_persistent", "Persistent messages", QueueInfo::persistent),
            gauge(
                    "queue_messages_persistent_bytes",
                    "Size in bytes of persistent messages",
                    QueueInfo::persistentBytes),
            gauge(
                    "queue_messages_bytes",
                    "Size in bytes of ready and unacknowledged messages",
                    queue -> queue.readyBytes() + queue.unacknowledgedBytes()),
            gauge("queue_messages_ready_bytes", "Size in bytes of ready messages", QueueInfo::readyBytes),
            gauge(
                    "queue_messages_unacked_bytes",
                    "Size in bytes of all unacknowledged messages",
                    QueueInfo::unacknowledgedBytes));

    static final List<Metric<ChannelInfo>> CHANNEL = List.of(
            gauge("channel_consumers", "Consumers on a channel", ChannelInfo::consumers),
            gauge(
                    "channel_messages_unacked",
                    "Delivered but not yet acknowledged messages",
                    ChannelInfo::unacknowledged),
            gauge("channel_messages_unconfirmed", "Published but not yet confirmed messages", ChannelInfo::unconfirmed),
            gauge(
                    "channel_messages_uncommitted",
                    "Messages received in a transaction but not yet committed",
                    ChannelInfo::uncommitted),
            gauge(
                    "channel_acks_uncommitted",
                    "Message acknowledgements in a transaction not yet committed",
                    ChannelInfo::acksUncommitted),
            gauge(
                    "consumer_prefetch",
                    "Limit of unacknowledged messages for each consumer",
                    ChannelInfo::prefetchCount),
            gauge(
                    "channel_prefetch",
                    "Total limit of unacknowledged messages for all consumers on a channel",
                    ChannelInfo::globalPrefetchCount));

    static final Metric<ChannelInfo> CHANNEL_PUBLISHED = counter(
            "channel_messages_published",
            "Total number of messages published into an exchange on a channel",
            channel -> channel.counts().publish());

    static final List<Metric<ChannelInfo>> CHANNEL_PUBLISHES = List.of(
            counter(
                    "channel_messages_confirmed",
                    "Total number of messages published into an exchange and confirmed on the channel",
                    channel -> channel.counts().confirm()),
            counter(
                    "channel_messages_unroutable_returned",
                    "Total number of messages published as mandatory into an exchange and returned to the publisher as"
                            + " unroutable",
                    channel -> channel.counts().returnUnroutable()),
            counter(
                    "channel_messages_unroutable_dropped",
                    "Total number of messages published as non-mandatory into an exchange and dropped as unroutable",
                    channel -> channel.counts().dropUnroutable()));

    /** What happens to a queue's messages on channels. One channel's part of it is not known. */
    static final List<Metric<QueueCounts>> CHANNEL_QUEUE = List.of(
            counter(
                    "channel_get_ack",
                    "Total number of messages fetched with basic.get in manual acknowledgement mode",
                    queue -> queue.counts().get()),
            counter(
                    "channel_get",
                    "Total number of messages fetched with basic.get in automatic acknowledgement mode",
                    queue -> queue.counts().getNoAck()),
            counter(
                    "channel_messages_delivered_ack",
                    "Total number of messages delivered to consumers in manual acknowledgement mode",
                    queue -> queue.counts().deliver()),
            counter(
                    "channel_messages_delivered",
                    "Total number of messages delivered to consumers in automatic acknowledgement mode",
                    queue -> queue.counts().deliverNoAck()),
            counter(
                    "channel_messages_redelivered",
                    "Total number of messages redelivered to consumers",
                    queue -> queue.counts().redeliver()),
            counter(
                    "channel_messages_acked",
                    "Total number of messages acknowledged by consumers",
                    queue -> queue.counts().ack()),
            counter(
                    "channel_get_empty",
                    "Total number of times basic.get operations fetched no message",
                    queue -> queue.counts().getEmpty()));

    static final Metric<QueueCounts> QUEUE_PUBLISHED = counter(
            "queue_messages_published",
            "Total number of messages published to queues",
            queue -> queue.counts().publish());

    static final List<Metric<ConnectionInfo>> CONNECTION_COARSE = List.of(
            counter(
                    "connection_incoming_bytes",
                    "Total number of bytes received on a connection",
                    ConnectionInfo::receivedBytes),
            counter(
                    "connection_outgoing_bytes",
                    "Total number of bytes sent on a connection",
                    ConnectionInfo::sentBytes));

    static final List<Metric<ConnectionInfo>> CONNECTION = List.of(
            counter(
                    "connection_incoming_packets",
                    "Total number of packets received on a connection",
                    ConnectionInfo::receivedCount),
            counter(
                    "connection_outgoing_packets",
                    "Total number of packets sent on a connection",
                    ConnectionInfo::sentCount),
            gauge(
                    "connection_pending_packets",
                    "Number of packets waiting to be sent on a connection",
                    ConnectionInfo::sendPending),
            gauge("connection_channels", "Channels on a connection", ConnectionInfo::channels));

    static final List<Metric<Churn>> CHURN = List.of(
            counter("connections_opened", "Total number of connections opened", churn -> churn.connectionsOpened),
            counter(
                    "connections_closed",
                    "Total number of connections closed or terminated",
                    churn -> churn.connectionsClosed),
            counter("channels_opened", "Total number of channels opened", churn -> churn.channelsOpened),
            counter("channels_closed", "Total number of channels closed", churn -> churn.channelsClosed),
            counter("queues_declared", "Total number of queues declared", churn -> churn.queuesDeclared),
            counter("queues_created", "Total number of queues created", churn -> churn.queuesCreated),
            counter("queues_deleted", "Total number of queues deleted", churn -> churn.queuesDeleted));

    static final List<Metric<Churn>> AUTH = List.of(
            counter(
                    "auth_attempts",
                    "Total number of authorization attempts",
                    churn -> churn.loginsAccepted + churn.loginsRefused),
            counter(
                    "auth_attempts_succeeded",
                    "Total number of successful authentication attempts",
                    churn -> churn.loginsAccepted),
            counter(
                    "auth_attempts_failed",
                    "Total number of failed authentication attempts",
                    churn -> churn.loginsRefused));

    static final List<Metric<Scrape>> ALARMS = List.of(
            new Metric<>(
                    "alarms_free_disk_space_watermark",
                    Metric.Type.UNTYPED,
                    "is 1 if free disk space watermark alarm is in effect",
                    scrape -> alarm(scrape, Resource.DISK)),
            new Metric<>(
                    "alarms_memory_used_watermark",
                    Metric.Type.UNTYPED,
                    "is 1 if VM memory watermark alarm is in effect",
                    scrape -> alarm(scrape, Resource.MEMORY)));

    static final List<Metric<Scrape>> NODE_COARSE = List.of(
            gauge("process_open_fds", "Open file descriptors", scrape -> Host.filesOpen()),
            gauge(
                    "process_open_tcp_sockets",
                    "Open TCP sockets",
                    scrape -> scrape.status().connections()),
            gauge("process_resident_memory_bytes", "Memory used in bytes", scrape -> Host.residentBytes()),
            gauge(
                    "disk_space_available_bytes",
                    "Disk space available in bytes",
                    scrape -> scrape.status().alarms().diskFree()));

    static final List<Metric<Scrape>> NODE = List.of(
            gauge("process_max_fds", "Open file descriptors limit", scrape -> Host.filesMax()),
            // each is a file descriptor, and there is no other limit
            gauge("process_max_tcp_sockets", "Open TCP sockets limit", scrape -> Host.filesMax()),
            gauge(
                    "resident_memory_limit_bytes",
                    "Memory high watermark in bytes",
                    scrape -> scrape.status().alarms().memoryLimit()),
            gauge(
                    "disk_space_available_limit_bytes",
                    "Free disk space low watermark in bytes",
                    scrape -> scrape.status().alarms().diskFreeLimit()));

    static final List<Metric<Scrape>> PERSISTER = List.of(
            counter(
                    "io_write_ops",
                    "Total number of I/O write operations",
                    scrape -> scrape.journal().writes()),
            counter(
                    "io_write_bytes",
                    "Total number of I/O bytes written",
                    scrape -> scrape.journal().writtenBytes()),
            counter(
                    "io_sync_ops",
                    "Total number of I/O sync operations",
                    scrape -> scrape.journal().syncs()),
            counter(
                    "io_sync_time_seconds",
                    "Total I/O sync time",
                    scrape -> scrape.journal().syncNanos() / 1e9));

    static final List<Metric<Scrape>> OBJECTS = List.of(
            gauge(
                    "connections",
                    "Connections currently open",
                    scrape -> scrape.connections().size()),
            gauge(
                    "channels",
                    "Channels currently open",
                    scrape -> scrape.channels().size()),
            gauge("consumers", "Consumers currently connected", Scrape::consumers),
            gauge("queues", "Queues available", scrape -> scrape.queues().size()));

    /** By protocol, of which there is one. */
    static final List<Metric<Scrape>> GLOBAL_NOW = List.of(
            gauge("global_consumers", "Current number of consumers", Scrape::consumers),
            gauge(
                    "global_publishers",
                    "Current number of publishers",
                    scrape -> scrape.channels().stream()
                            .filter(channel -> channel.counts().publish() > 0)
                            .count()));

    static final List<Metric<ChannelInfo>> GLOBAL = List.of(
            counter(
                    "global_messages_received",
                    "Total number of messages received from publishers",
                    channel -> channel.counts().publish()),
            counter(
                    "global_messages_received_confirm",
                    "Total number of messages received from publishers expecting confirmations",
                    channel -> channel.counts().publishConfirm()),
            counter(
                    "global_messages_confirmed",
                    "Total number of messages confirmed to publishers",
                    channel -> channel.counts().confirm()),
            counter(
                    "global_messages_routed",
                    "Total number of messages routed to queues or streams",
                    channel -> channel.counts().routed()),
            counter(
                    "global_messages_unroutable_dropped",
                    "Total number of messages published as non-mandatory into an exchange and dropped as unroutable",
                    channel -> channel.counts().dropUnroutable()),
            counter(
                    "global_messages_unroutable_returned",
                    "Total number of messages published as mandatory into an exchange and returned to the publisher as"
                            + " unroutable",
                    channel -> channel.counts().returnUnroutable()));

    /** By protocol and type of queue. */
    static final List<Metric<QueueCounts>> GLOBAL_BY_TYPE = List.of(
            counter(
                    "global_messages_acknowledged",
                    "Total number of messages acknowledged by consumers",
                    queue -> queue.counts().ack()),
            counter(
                    "global_messages_delivered",
                    "Total number of messages delivered to consumers",
                    queue -> queue.counts().deliverGet()),
            counter(
                    "global_messages_delivered_consume_auto_ack",
                    "Total number of messages delivered to consumers using basic.consume with automatic acknowledgment",
                    queue -> queue.counts().deliverNoAck()),
            counter(
                    "global_messages_delivered_consume_manual_ack",
                    "Total number of messages delivered to consumers using basic.consume with manual acknowledgment",
                    queue -> queue.counts().deliver()),
            counter(
                    "global_messages_delivered_get_auto_ack",
                    "Total number of messages delivered to consumers using basic.get with automatic acknowledgment",
                    queue -> queue.counts().getNoAck()),
            counter(
                    "global_messages_delivered_get_manual_ack",
                    "Total number of messages delivered to consumers using basic.get with manual acknowledgment",
                    queue -> queue.counts().get()),
            counter(
                    "global_messages_get_empty",
                    "Total number of times basic.get operations fetched no message",
                    queue -> queue.counts().getEmpty()),
            counter(
                    "global_messages_redelivered",
                    "Total number of messages redelivered to consumers",
                    queue -> queue.counts().redeliver()));

    private RabbitMetrics() {}

    /** All that is summed up over channels. */
    static List<Metric<ChannelInfo>> ofChannels() {
        var all = new ArrayList<>(CHANNEL_PUBLISHES);
        all.add(CHANNEL_PUBLISHED);
        all.addAll(GLOBAL);
        return all;
    }

    /** All that is summed up over connections. */
    static List<Metric<ConnectionInfo>> ofConnections() {
        var all = new ArrayList<>(CONNECTION_COARSE);
        all.addAll(CONNECTION);
        return all;
    }

    /** All that is summed up over queues. */
    static List<Metric<QueueCounts>> ofQueues() {
        var all = new ArrayList<>(CHANNEL_QUEUE);
        all.add(QUEUE_PUBLISHED);
        all.addAll(GLOBAL_BY_TYPE);
        return all;
    }

    private static double alarm(Scrape scrape, Resource resource) {
        return scrape.status().alarms().alarms().isOn(resource) ? 1 : 0;
    }
}
