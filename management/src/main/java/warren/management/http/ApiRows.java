package warren.management.http;

import warren.management.json.Json;
import warren.management.json.Fields;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import warren.actors.info.BindingInfo;
import warren.actors.info.ChannelInfo;
import warren.actors.info.ConnectionInfo;
import warren.actors.info.ConsumerInfo;
import warren.actors.info.ExchangeInfo;
import warren.actors.info.PermissionInfo;
import warren.actors.info.PolicyInfo;
import warren.actors.info.QueueInfo;
import warren.actors.info.UserInfo;
import warren.actors.info.VirtualHostInfo;

/** The objects of the HTTP API, under RabbitMQ's names. A field for which Warren has no true value is left out. */
public final class ApiRows {
    private final String node;

    public ApiRows(String node) {
        this.node = node;
    }

    public ObjectNode queue(QueueInfo queue) {
        ObjectNode row = Json.object();
        row.set("arguments", Fields.plain(queue.arguments()));
        row.put("auto_delete", queue.autoDelete())
                .put("consumers", queue.consumers().size());
        row.put("durable", queue.durable())
                .put("exclusive", queue.ownerConnection().isPresent());
        row.put("exclusive_consumer_tag", queue.exclusiveConsumerTag().orElse(null));
        queue.singleActiveConsumerTag().ifPresent(tag -> row.put("single_active_consumer_tag", tag));
        row.put("message_bytes", queue.readyBytes() + queue.unacknowledgedBytes());
        row.put("message_bytes_persistent", queue.persistentBytes());
        row.put("message_bytes_ready", queue.readyBytes());
        row.put("message_bytes_unacknowledged", queue.unacknowledgedBytes());
        row.put("messages", queue.messages()).put("messages_persistent", queue.persistent());
        row.put("messages_ready", queue.ready()).put("messages_unacknowledged", queue.unacknowledged());
        row.put("name", queue.name()).put("node", node);
        queue.ownerConnection()
                .ifPresent(owner -> row.putObject("owner_pid_details").put("name", owner));
        row.put("policy", queue.policies().policy().orElse(null));
        row.put("operator_policy", queue.policies().operatorPolicy().orElse(null));
        row.set("effective_policy_definition", Fields.sorted(queue.policies().definition()));
        row.put("restarts", queue.restarts());
        return row.put("state", queue.state()).put("type", queue.type()).put("vhost", queue.virtualHost());
    }

    /** One queue by itself also tells of its consumers. */
    public ObjectNode queueInFull(QueueInfo queue) {
        ObjectNode row = queue(queue);
        return row.set("consumer_details", Json.array(queue.consumers(), this::consumer));
    }

    public ObjectNode consumer(ConsumerInfo consumer) {
        ObjectNode row = Json.object().put("ack_required", consumer.ackRequired());
        row.put("active", consumer.active()).put("activity_status", consumer.activity());
        row.set("arguments", Fields.plain(consumer.arguments()));
        row.putObject("channel_details").put("name", consumer.channelName()).put("node", node);
        row.put("consumer_tag", consumer.consumerTag()).put("exclusive", consumer.exclusive());
        row.put("prefetch_count", consumer.prefetchCount());
        row.putObject("queue").put("name", consumer.queue()).put("vhost", consumer.virtualHost());
        return row;
    }

    public ObjectNode exchange(ExchangeInfo exchange) {
        ObjectNode row = Json.object();
        row.set("arguments", Fields.plain(exchange.arguments()));
        row.put("auto_delete", exchange.autoDelete()).put("durable", exchange.durable());
        row.put("internal", exchange.internal()).put("name", exchange.name());
        exchange.policy().ifPresent(policy -> row.put("policy", policy));
        row.put("restarts", exchange.restarts());
        return row.put("type", exchange.type()).put("vhost", exchange.virtualHost());
    }

    public ObjectNode binding(BindingInfo binding) {
        ObjectNode row = Json.object();
        row.set("arguments", Fields.plain(binding.arguments()));
        row.put("destination", binding.destination()).put("destination_type", binding.destinationKind());
        row.put("properties_key", propertiesKey(binding)).put("routing_key", binding.routingKey());
        return row.put("source", binding.source()).put("vhost", binding.virtualHost());
    }

    /** What tells bindings between the same two apart; those with arguments get a hash of their own. */
    private static String propertiesKey(BindingInfo binding) {
        String key =
                URLEncoder.encode(binding.routingKey(), StandardCharsets.UTF_8).replace("+", "%20");
        if (!binding.arguments().isEmpty()) {
            return key + "~" + Integer.toUnsignedString(binding.arguments().hashCode(), Character.MAX_RADIX);
        }
        return key.isEmpty() ? "~" : key;
    }

    public ObjectNode connection(ConnectionInfo connection) {
        ObjectNode row = Json.object().put("auth_mechanism", connection.authMechanism());
        row.put("channel_max", connection.channelMax()).put("channels", connection.channels());
        row.set("client_properties", Fields.plain(connection.clientProperties()));
        row.put("connected_at", connection.connectedAt().toEpochMilli());
        row.put("frame_max", connection.frameMaxBytes()).put("host", connection.host());
        row.put("name", connection.name()).put("node", node);
        row.put("peer_host", connection.peerHost()).put("peer_port", connection.peerPort());
        row.put("port", connection.port()).put("protocol", "AMQP 0-9-1");
        row.put("recv_cnt", connection.receivedCount()).put("recv_oct", connection.receivedBytes());
        row.put("send_cnt", connection.sentCount()).put("send_oct", connection.sentBytes());
        row.put("send_pend", connection.sendPending()).put("ssl", false);
        row.put("state", connection.state()).put("timeout", connection.heartbeatSeconds());
        row.put("type", "network").put("user", connection.user());
        connection.clientProperties().text("connection_name").ifPresent(name -> row.put("user_provided_name", name));
        return row.put("vhost", connection.virtualHost());
    }

    public ObjectNode channel(ChannelInfo channel) {
        ObjectNode row = Json.object().put("acks_uncommitted", channel.acksUncommitted());
        row.put("confirm", channel.confirm()).put("consumer_count", channel.consumers());
        row.put("global_prefetch_count", channel.globalPrefetchCount());
        row.put("messages_unacknowledged", channel.unacknowledged());
        row.put("messages_uncommitted", channel.uncommitted());
        row.put("messages_unconfirmed", channel.unconfirmed()).put("name", channel.name());
        row.put("node", node).put("number", channel.number());
        row.put("prefetch_count", channel.prefetchCount()).put("state", channel.state());
        row.put("transactional", channel.transactional()).put("user", channel.user());
        return row.put("vhost", channel.virtualHost());
    }

    public ObjectNode virtualHost(VirtualHostInfo host) {
        ObjectNode row = Json.object().put("name", host.name()).put("description", host.description());
        row.set("tags", Json.texts(host.tags()));
        row.put("tracing", false);
        row.putObject("cluster_state").put(node, "running");
        return row;
    }

    public ObjectNode user(UserInfo user) {
        ObjectNode row = Json.object().put("name", user.name());
        return row.set("tags", Json.texts(user.tags()));
    }

    public ObjectNode permission(PermissionInfo permission) {
        ObjectNode row = Json.object().put("configure", permission.configure());
        row.put("read", permission.read()).put("user", permission.user());
        return row.put("vhost", permission.virtualHost()).put("write", permission.write());
    }

    public ObjectNode policy(PolicyInfo policy) {
        ObjectNode row = Json.object().put("apply-to", policy.applyTo());
        row.set("definition", Fields.sorted(policy.definition()));
        row.put("name", policy.name()).put("pattern", policy.pattern());
        return row.put("priority", policy.priority()).put("vhost", policy.virtualHost());
    }
}
