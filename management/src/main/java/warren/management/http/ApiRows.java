package warren.management.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import warren.actors.info.ChannelInfo;
import warren.actors.info.ConnectionInfo;
import warren.actors.info.ConsumerInfo;
import warren.actors.info.ExchangeInfo;
import warren.actors.info.QueueInfo;
import warren.management.json.ChannelName;
import warren.management.json.Fields;
import warren.management.json.InsightRows;
import warren.management.json.Json;
import warren.management.json.TlsRows;
import warren.management.rates.Ranges;
import warren.management.rates.Rates;

/**
 * Queues, exchanges, connections, channels and consumers under RabbitMQ's names. A field for which Warren has no true value is left
 * out.
 */
final class ApiRows {
    private final String node;
    private final Rates rates;

    String node() {
        return node;
    }

    ApiRows(String node, Rates rates) {
        this.node = node;
        this.rates = rates;
    }

    ObjectNode queue(QueueInfo queue, Ranges ranges) {
        ObjectNode row = Json.object();
        rates.show(row, queue, ranges);
        row.set("arguments", Fields.plain(queue.arguments()));
        row.put("auto_delete", queue.autoDelete())
                .put("consumers", queue.consumers().size());
        row.put("durable", queue.durable());
        row.set("effective_policy_definition", Fields.sorted(queue.policies().definition()));
        row.put("exclusive", queue.ownerConnection().isPresent());
        row.put("exclusive_consumer_tag", queue.exclusiveConsumerTag().orElse(null));
        row.put("message_bytes", queue.readyBytes() + queue.unacknowledgedBytes());
        row.put("message_bytes_persistent", queue.persistentBytes());
        row.put("message_bytes_ready", queue.readyBytes());
        row.put("message_bytes_unacknowledged", queue.unacknowledgedBytes());
        row.put("messages_delayed", queue.delayed());
        queue.nextDelayedAt().ifPresent(millis -> row.put("next_delayed_at", millis));
        row.put("messages_persistent", queue.persistent());
        row.put("name", queue.name()).put("node", node);
        row.put("operator_policy", queue.policies().operatorPolicy().orElse(null));
        queue.ownerConnection()
                .ifPresent(owner -> row.putObject("owner_pid_details").put("name", owner));
        queue.oldestUnackedSince().ifPresent(since -> row.put("oldest_unacked_age", InsightRows.ageSeconds(since)));
        row.put("policy", queue.policies().policy().orElse(null)).put("restarts", queue.restarts());
        row.put("single_active_consumer_tag", queue.singleActiveConsumerTag().orElse(null));
        return row.put("state", queue.state()).put("type", queue.type()).put("vhost", queue.virtualHost());
    }

    ObjectNode consumer(ConsumerInfo consumer) {
        ObjectNode row = Json.object();
        row.set("arguments", Fields.plain(consumer.arguments()));
        row.put("ack_required", consumer.ackRequired());
        row.put("active", consumer.active()).put("activity_status", consumer.activity());
        var channel = ChannelName.of(consumer.channelName());
        ObjectNode details = row.putObject("channel_details").put("connection_name", channel.connection());
        details.put("name", consumer.channelName()).put("node", node).put("number", channel.number());
        details.put("peer_host", channel.peerHost()).put("peer_port", channel.peerPort());
        row.put("consumer_tag", consumer.consumerTag()).put("exclusive", consumer.exclusive());
        row.put("prefetch_count", consumer.prefetchCount());
        row.putObject("queue").put("name", consumer.queue()).put("vhost", consumer.virtualHost());
        return row;
    }

    ObjectNode exchange(ExchangeInfo exchange, Ranges ranges) {
        ObjectNode row = Json.object();
        rates.show(row, exchange, ranges);
        row.set("arguments", Fields.plain(exchange.arguments()));
        row.put("auto_delete", exchange.autoDelete()).put("durable", exchange.durable());
        row.put("internal", exchange.internal()).put("name", exchange.name());
        exchange.delayed().ifPresent(count -> row.put("messages_delayed", count));
        exchange.seenKeys().ifPresent(count -> row.putObject("cache_info").put("entries", count));
        exchange.nextDelayedAt().ifPresent(millis -> row.put("next_delayed_at", millis));
        exchange.policy().ifPresent(policy -> row.put("policy", policy));
        row.put("restarts", exchange.restarts());
        exchange.extension()
                .ifPresent(extension -> row.putObject("extension")
                        .put("state", extension.available() ? "running" : "unavailable")
                        .put("restarts", extension.restarts())
                        .put("failures", extension.failures()));
        return row.put("type", exchange.type()).put("vhost", exchange.virtualHost());
    }

    ObjectNode connection(ConnectionInfo connection, Ranges ranges) {
        ObjectNode row = Json.object().put("auth_mechanism", connection.authMechanism());
        rates.show(row, connection, ranges);
        row.put("channel_max", connection.channelMax()).put("channels", connection.channels());
        row.set("client_properties", Fields.plain(connection.clientProperties()));
        row.put("connected_at", connection.connectedAt().toEpochMilli());
        row.put("frame_max", connection.frameMaxBytes()).put("host", connection.host());
        row.put("name", connection.name()).put("node", node);
        row.put("peer_host", connection.peerHost()).put("peer_port", connection.peerPort());
        row.put("port", connection.port()).put("protocol", "AMQP 0-9-1");
        row.put("recv_cnt", connection.receivedCount()).put("recv_oct", connection.receivedBytes());
        row.put("send_cnt", connection.sentCount()).put("send_oct", connection.sentBytes());
        row.put("send_pend", connection.sendPending());
        row.setAll(TlsRows.of(connection.tls()));
        row.put("state", connection.state()).put("timeout", connection.heartbeatSeconds());
        row.put("type", "network").put("user", connection.user());
        connection.clientProperties().text("connection_name").ifPresent(name -> row.put("user_provided_name", name));
        row.put("user_who_performed_action", connection.user());
        return row.put("vhost", connection.virtualHost());
    }

    ObjectNode channel(ChannelInfo channel, Ranges ranges) {
        ObjectNode row = Json.object().put("acks_uncommitted", channel.acksUncommitted());
        rates.show(row, channel, ranges);
        row.put("confirm", channel.confirm());
        var name = ChannelName.of(channel.name());
        row.putObject("connection_details")
                .put("name", name.connection())
                .put("peer_host", name.peerHost())
                .put("peer_port", name.peerPort());
        row.put("consumer_count", channel.consumers());
        row.put("global_prefetch_count", channel.globalPrefetchCount());
        row.put("messages_unacknowledged", channel.unacknowledged());
        row.put("messages_uncommitted", channel.uncommitted());
        row.put("messages_unconfirmed", channel.unconfirmed()).put("name", channel.name());
        row.put("node", node).put("number", channel.number());
        row.put("prefetch_count", channel.prefetchCount()).put("state", channel.state());
        row.put("transactional", channel.transactional()).put("user", channel.user());
        row.put("user_who_performed_action", channel.user());
        return row.put("vhost", channel.virtualHost());
    }
}
