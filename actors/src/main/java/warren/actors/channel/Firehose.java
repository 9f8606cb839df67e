package warren.actors.channel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorSystem;
import org.jspecify.annotations.Nullable;
import warren.actors.exchange.Destination;
import warren.actors.exchange.ExchangeRef;
import warren.actors.exchange.QueueRef;
import warren.actors.vhost.Tracing;
import warren.routing.message.BasicProperties;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;
import warren.routing.message.Message;

/**
 * Copies of what the client publishes and gets, made while its virtual host is traced, as RabbitMQ's firehose makes them: the same body,
 * and what there is to say of the message in the headers. Copies are not copied.
 */
final class Firehose {
    /** Copies that no queue has taken yet; a channel that makes more drops them. */
    static final int UNDER_WAY_MAX = 10_000;

    private final ChannelSettings settings;
    private final Tracing.Switch tracing;
    private final String node;
    private List<Message> copies = new ArrayList<>(0);
    private int underWay;

    Firehose(ChannelSettings settings, Tracing.Switch tracing, String node) {
        this.settings = settings;
        this.tracing = tracing;
        this.node = node;
    }

    static Firehose of(ActorSystem<?> system, ChannelSettings settings) {
        return new Firehose(
                settings,
                Tracing.get(system).of(settings.virtualHost()),
                system.settings().config().getString("warren.node"));
    }

    boolean isOn() {
        return tracing.target() != null;
    }

    /** Where copies go now; null when there shall be none. */
    @Nullable
    ExchangeRef exchange() {
        return tracing.target();
    }

    /** The messages of a batch go these ways. */
    void published(PublishBatch batch) {
        List<? extends Collection<? extends Destination>> routes = batch.requireRoutes();
        for (int i = 0; i < batch.messages.size(); i++) {
            Message message = batch.messages.get(i);
            Map<String, FieldValue> headers = headers(message);
            headers.put("vhost", FieldValue.of(settings.virtualHost()));
            addClient(headers);
            headers.put(
                    "routed_queues",
                    array(routes.get(i).stream()
                            .filter(QueueRef.class::isInstance)
                            .map(queue -> ((QueueRef) queue).name())));
            add("publish." + message.exchange(), headers, message);
        }
    }

    /** The client gets a message of this queue. */
    void delivered(String queue, Message message, boolean redelivered) {
        if (message.exchange().equals(Tracing.EXCHANGE)) {
            return;
        }
        Map<String, FieldValue> headers = headers(message);
        headers.put("redelivered", FieldValue.of(redelivered ? 1 : 0));
        headers.put("vhost", FieldValue.of(settings.virtualHost()));
        addClient(headers);
        add("deliver." + queue, headers, message);
    }

    private Map<String, FieldValue> headers(Message message) {
        var headers = new LinkedHashMap<String, FieldValue>();
        headers.put("exchange_name", FieldValue.of(message.exchange()));
        headers.put("routing_keys", array(Stream.concat(Stream.of(message.routingKey()), message.copyKeys().stream())));
        headers.put("properties", properties(message.properties()));
        headers.put("node", FieldValue.of(node));
        return headers;
    }

    private void addClient(Map<String, FieldValue> headers) {
        headers.put("connection", FieldValue.of(settings.connection()));
        headers.put("channel", FieldValue.of(settings.number()));
        headers.put("user", FieldValue.of(settings.grant().user()));
    }

    private void add(String routingKey, Map<String, FieldValue> headers, Message message) {
        if (underWay + copies.size() < UNDER_WAY_MAX) {
            var properties = new BasicProperties.Builder()
                    .headers(new FieldTable(headers))
                    .build();
            copies.add(Message.of(Tracing.EXCHANGE, routingKey, properties, message.body()));
        }
    }

    /** Takes the copies made since the last call. Each counts until it is {@link #taken}. */
    List<Message> take() {
        List<Message> taken = copies;
        if (!taken.isEmpty()) {
            copies = new ArrayList<>();
            underWay += taken.size();
        }
        return taken;
    }

    /** Queues have so many copies now. */
    void taken(int count) {
        underWay -= count;
    }

    private static FieldValue array(Stream<String> texts) {
        return new FieldValue.Array(texts.map(FieldValue::of).toList());
    }

    /** Those that are there, the last of the protocol's list first. */
    private static FieldTable properties(BasicProperties from) {
        var to = new LinkedHashMap<String, FieldValue>();
        putText(to, "cluster_id", from.clusterId());
        putText(to, "app_id", from.appId());
        putText(to, "user_id", from.userId());
        putText(to, "type", from.type());
        from.timestamp().ifPresent(value -> to.put("timestamp", FieldValue.of((int) value)));
        putText(to, "message_id", from.messageId());
        putText(to, "expiration", from.expiration());
        putText(to, "reply_to", from.replyTo());
        putText(to, "correlation_id", from.correlationId());
        from.priority().ifPresent(value -> to.put("priority", FieldValue.of(value)));
        from.deliveryMode().ifPresent(value -> to.put("delivery_mode", FieldValue.of(value)));
        if (!from.headers().isEmpty()) {
            to.put("headers", from.headers());
        }
        putText(to, "content_encoding", from.contentEncoding());
        putText(to, "content_type", from.contentType());
        return new FieldTable(to);
    }

    private static void putText(Map<String, FieldValue> to, String name, Optional<String> value) {
        value.ifPresent(text -> to.put(name, FieldValue.of(text)));
    }
}
