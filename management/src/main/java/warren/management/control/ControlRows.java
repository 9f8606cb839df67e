package warren.management.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import warren.actors.info.BindingInfo;
import warren.actors.info.ChannelInfo;
import warren.actors.info.ConnectionInfo;
import warren.actors.info.ConsumerInfo;
import warren.actors.info.ExchangeInfo;
import warren.actors.info.ExchangeTypeInfo;
import warren.actors.info.PermissionInfo;
import warren.actors.info.Pids;
import warren.actors.info.PolicyInfo;
import warren.actors.info.QueueInfo;
import warren.actors.info.TopicPermissionInfo;
import warren.actors.info.UserInfo;
import warren.actors.info.VirtualHostInfo;
import warren.management.json.Fields;
import warren.management.json.InsightRows;
import warren.management.json.Json;
import warren.management.json.TlsRows;
import warren.routing.message.FieldTable;

/**
 * What rabbitmqctl's list commands show, under its column names. A column for which Warren has no value is left out here and empty in
 * the table.
 */
final class ControlRows {
    private static final int IPV4_BYTES = 4;
    private static final int OCTET = 0xff;

    private final Pids pids;

    ControlRows(Pids pids) {
        this.pids = pids;
    }

    ObjectNode queue(QueueInfo queue, Map<String, String> connectionIds, Map<String, String> channelIds) {
        ObjectNode row = Json.object().put("name", queue.name()).put("durable", queue.durable());
        row.put("auto_delete", queue.autoDelete()).set("arguments", Fields.typed(queue.arguments()));
        row.put("policy", queue.policies().policy().orElse("")).put("pid", pids.of(queue.name()));
        String owner = queue.ownerConnection().orElse("");
        row.put("owner_pid", pids.of(connectionIds.getOrDefault(owner, owner)));
        row.put("exclusive", queue.ownerConnection().isPresent());
        String exclusiveTag = queue.exclusiveConsumerTag().orElse("");
        row.put("exclusive_consumer_tag", exclusiveTag);
        queue.consumers().stream()
                .filter(ConsumerInfo::exclusive)
                .findFirst()
                .ifPresent(consumer -> row.put(
                        "exclusive_consumer_pid", pids.of(channelIds.getOrDefault(consumer.channelName(), ""))));
        row.put("messages_ready", queue.ready()).put("messages_unacknowledged", queue.unacknowledged());
        row.put("messages_delayed", queue.delayed());
        queue.nextDelayedAt().ifPresent(millis -> row.put("next_delayed_at", millis));
        row.put("messages", queue.messages()).put("messages_persistent", queue.persistent());
        row.put("message_bytes", queue.readyBytes() + queue.unacknowledgedBytes());
        row.put("message_bytes_ready", queue.readyBytes());
        row.put("message_bytes_unacknowledged", queue.unacknowledgedBytes());
        row.put("message_bytes_persistent", queue.persistentBytes());
        row.put("consumers", queue.consumers().size());
        queue.oldestUnackedSince().ifPresent(since -> row.put("oldest_unacked_age", InsightRows.ageSeconds(since)));
        return row.put("state", queue.state()).put("type", queue.type());
    }

    ObjectNode exchange(ExchangeInfo exchange) {
        ObjectNode row = Json.object().put("name", exchange.name()).put("type", exchange.type());
        row.put("durable", exchange.durable()).put("auto_delete", exchange.autoDelete());
        row.put("internal", exchange.internal()).set("arguments", Fields.typed(exchange.arguments()));
        exchange.delayed().ifPresent(count -> row.put("messages_delayed", count));
        exchange.seenKeys().ifPresent(count -> row.put("cache_entries", count));
        exchange.nextDelayedAt().ifPresent(millis -> row.put("next_delayed_at", millis));
        return row.put("policy", exchange.policy().orElse(""));
    }

    static ObjectNode exchangeType(ExchangeTypeInfo type) {
        return Json.object()
                .put("name", type.name())
                .put("description", type.description())
                .put("origin", type.origin());
    }

    ObjectNode binding(BindingInfo binding) {
        ObjectNode row = Json.object().put("source_name", binding.source()).put("source_kind", "exchange");
        row.put("destination_name", binding.destination()).put("destination_kind", binding.destinationKind());
        row.put("routing_key", binding.routingKey());
        // RabbitMQ keeps the arguments of bindings, and only those, in the order of their names
        return row.set(
                "arguments",
                Fields.typed(new FieldTable(new TreeMap<>(binding.arguments().fields()))));
    }

    ObjectNode connection(ConnectionInfo connection) {
        ObjectNode row = Json.object().put("pid", pids.of(connection.id())).put("name", connection.name());
        row.put("port", connection.port()).set("host", address(connection.host()));
        row.put("peer_port", connection.peerPort()).set("peer_host", address(connection.peerHost()));
        // a column without a value is left out: the table shows it empty
        ObjectNode tls = TlsRows.of(connection.tls());
        tls.properties().stream()
                .filter(each -> !each.getValue().isNull())
                .forEach(each -> row.set(each.getKey(), each.getValue()));
        row.put("state", connection.state()).put("channels", connection.channels());
        row.set("protocol", Json.array().add(0).add(9).add(1));
        row.put("auth_mechanism", connection.authMechanism()).put("user", connection.user());
        row.put("vhost", connection.virtualHost()).put("timeout", connection.heartbeatSeconds());
        row.put("frame_max", connection.frameMaxBytes()).put("channel_max", connection.channelMax());
        row.set("client_properties", Fields.typed(connection.clientProperties()));
        row.put("recv_oct", connection.receivedBytes()).put("recv_cnt", connection.receivedCount());
        row.put("send_oct", connection.sentBytes()).put("send_cnt", connection.sentCount());
        row.put("send_pend", connection.sendPending());
        return row.put("connected_at", connection.connectedAt().toEpochMilli());
    }

    /** An address as a list of numbers: four of one byte or eight of two. */
    private static ArrayNode address(String host) {
        ArrayNode numbers = Json.array();
        try {
            byte[] bytes = InetAddress.getByName(host).getAddress();
            if (bytes.length == IPV4_BYTES) {
                for (byte each : bytes) {
                    numbers.add(each & OCTET);
                }
            } else {
                var parts = ByteBuffer.wrap(bytes).asCharBuffer();
                while (parts.hasRemaining()) {
                    numbers.add((int) parts.get());
                }
            }
        } catch (UnknownHostException unknown) {
            numbers.add(host);
        }
        return numbers;
    }

    ObjectNode channel(ChannelInfo channel) {
        ObjectNode row = Json.object().put("pid", pids.of(channelId(channel)));
        row.put("connection", pids.of(channel.connectionId())).put("name", channel.name());
        row.put("number", channel.number()).put("user", channel.user()).put("vhost", channel.virtualHost());
        row.put("transactional", channel.transactional()).put("confirm", channel.confirm());
        row.put("consumer_count", channel.consumers());
        row.put("messages_unacknowledged", channel.unacknowledged());
        row.put("messages_uncommitted", channel.uncommitted()).put("acks_uncommitted", channel.acksUncommitted());
        row.put("messages_unconfirmed", channel.unconfirmed()).put("prefetch_count", channel.prefetchCount());
        return row.put("global_prefetch_count", channel.globalPrefetchCount());
    }

    /** A channel's actor has a name of its own only within its connection. */
    static String channelId(ChannelInfo channel) {
        return channel.connectionId() + "-" + channel.number();
    }

    ObjectNode consumer(ConsumerInfo consumer, Map<String, String> channelIds) {
        ObjectNode row = Json.object().put("queue_name", consumer.queue());
        row.put("channel_pid", pids.of(channelIds.getOrDefault(consumer.channelName(), "")));
        row.put("consumer_tag", consumer.consumerTag()).put("ack_required", consumer.ackRequired());
        row.put("prefetch_count", consumer.prefetchCount()).put("active", consumer.active());
        row.put("activity_status", consumer.activity());
        return row.set("arguments", Fields.typed(consumer.arguments()));
    }

    ObjectNode virtualHost(VirtualHostInfo host) {
        ObjectNode row = Json.object().put("name", host.name()).put("description", host.description());
        row.set("tags", Json.texts(host.tags()));
        row.put("default_queue_type", "undefined");
        row.put("tracing", host.tracing()).putObject("cluster_state").put(pids.node(), "running");
        return row;
    }

    ObjectNode user(UserInfo user) {
        ObjectNode row = Json.object().put("user", user.name());
        return row.set("tags", Json.texts(user.tags()));
    }

    ObjectNode permissionInHost(PermissionInfo permission) {
        return rights(Json.object().put("user", permission.user()), permission);
    }

    ObjectNode permissionOfUser(PermissionInfo permission) {
        return rights(Json.object().put("vhost", permission.virtualHost()), permission);
    }

    private static ObjectNode rights(ObjectNode row, PermissionInfo permission) {
        row.put("configure", permission.configure()).put("write", permission.write());
        return row.put("read", permission.read());
    }

    ObjectNode topicPermissionInHost(TopicPermissionInfo permission) {
        return topics(Json.object().put("user", permission.user()), permission);
    }

    ObjectNode topicPermissionOfUser(TopicPermissionInfo permission) {
        return topics(Json.object().put("vhost", permission.virtualHost()), permission);
    }

    private static ObjectNode topics(ObjectNode row, TopicPermissionInfo permission) {
        row.put("exchange", permission.exchange()).put("write", permission.write());
        return row.put("read", permission.read());
    }

    ObjectNode policy(PolicyInfo policy) {
        ObjectNode row = Json.object().put("vhost", policy.virtualHost()).put("name", policy.name());
        row.put("pattern", policy.pattern()).put("apply-to", policy.applyTo());
        row.put("definition", Fields.sorted(policy.definition()).toString());
        return row.put("priority", policy.priority());
    }
}
