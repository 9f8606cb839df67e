package warren.management.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import warren.actors.info.Explanation;
import warren.actors.info.UnackedInfo;

/** What is seen of the inside of queues, the same for the HTTP API and for warrenctl. */
public final class InsightRows {
    private static final int MILLIS = 1_000;

    private InsightRows() {}

    /** Seconds since then, by this machine's clock. */
    public static long ageSeconds(long sinceMillis) {
        return Math.max(0, System.currentTimeMillis() - sinceMillis) / MILLIS;
    }

    /** Sentences. */
    public static ObjectNode explanation(Explanation explanation) {
        ObjectNode row = Json.object().put("summary", explanation.summary());
        row.set("consumers", Json.array(explanation.consumers(), consumer -> {
            ObjectNode each = Json.object().put("consumer_tag", consumer.consumerTag());
            each.set("channel_details", channel(consumer.channelName()));
            return each.put("explanation", consumer.text());
        }));
        return row.set("lines", Json.texts(explanation.lines()));
    }

    private static ObjectNode channel(String name) {
        var parts = ChannelName.of(name);
        ObjectNode details = Json.object().put("name", name).put("number", parts.number());
        details.put("connection_name", parts.connection());
        return details.put("peer_host", parts.peerHost()).put("peer_port", parts.peerPort());
    }

    /** A message that a client holds; what is not known is null. */
    public static ObjectNode unacked(UnackedInfo message) {
        ObjectNode row = Json.object().put("message_id", Long.toString(message.id()));
        message.deliveryTag().ifPresentOrElse(tag -> row.put("delivery_tag", tag), () -> row.putNull("delivery_tag"));
        row.put("consumer_tag", message.consumerTag());
        boolean isKnown = !message.channelName().isEmpty();
        row.put("connection", isKnown ? ChannelName.of(message.channelName()).connection() : null);
        row.put("channel", isKnown ? message.channelName() : null);
        row.put("since", message.sinceMillis()).put("age_seconds", ageSeconds(message.sinceMillis()));
        return row.put("redelivered", message.redelivered()).put("bytes", message.bodyBytes());
    }
}
