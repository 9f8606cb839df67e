package warren.management.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import warren.actors.SteadyClock;
import warren.actors.info.Explanation;
import warren.actors.info.FailureInfo;
import warren.actors.info.UnackedInfo;
import warren.actors.insight.ActorInfo;
import warren.actors.insight.MessagePage;
import warren.actors.insight.MoveRequest;
import warren.actors.insight.RoutePlan;
import warren.routing.message.Message;

/** What is seen of the inside of queues, the same for the HTTP API and for warrenctl. */
public final class InsightRows {
    private static final int MILLIS = 1_000;

    private InsightRows() {}

    /** Seconds since then, by this machine's clock. */
    public static long ageSeconds(long sinceMillis) {
        return Math.max(0, SteadyClock.millis() - sinceMillis) / MILLIS;
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

    /** What a look at a queue showed. */
    public static ObjectNode page(MessagePage page) {
        ObjectNode row = Json.object();
        row.set("items", Json.array(page.items(), InsightRows::message));
        return row.put("total", page.total()).put("scanned", page.scanned()).put("more", page.isMore());
    }

    private static ObjectNode message(MessagePage.Item item) {
        Message message = item.message();
        ObjectNode row = Json.object().put("position", item.position()).put("id", Long.toString(item.id()));
        row.put("state", item.isHeld() ? "unacked" : "ready").put("exchange", message.exchange());
        row.put("routing_key", message.routingKey()).put("redelivered", item.redelivered());
        row.set("properties", MessageRows.properties(message.properties()));
        row.put("payload_bytes", item.bodyBytes());
        return MessageRows.addBody(row, message.body(), true);
    }

    /** What became of messages that were to be moved. */
    public static ObjectNode moved(MoveRequest.Result result) {
        ObjectNode row = Json.object().put("done", result.done());
        return row.set("problems", Json.texts(result.problems()));
    }

    /** Where a message would go. */
    public static ObjectNode route(RoutePlan plan) {
        ObjectNode row = Json.object().put("routed", !plan.queues().isEmpty()).put("summary", plan.summary());
        row.set("queues", Json.texts(plan.queues()));
        return row.set("hops", Json.array(plan.hops(), InsightRows::hop));
    }

    private static ObjectNode hop(RoutePlan.Hop hop) {
        ObjectNode row = Json.object().put("exchange", hop.exchange()).put("type", hop.type());
        row.put("via", hop.via());
        row.set(
                "bindings",
                Json.array(
                        hop.bindings(),
                        binding -> Json.object()
                                .put("destination", binding.destination())
                                .put("destination_type", binding.destinationKind())
                                .put("routing_key", binding.routingKey())
                                .put("arguments", binding.arguments())
                                .put("matched", binding.isMatch())
                                .put("why", binding.why())));
        row.put("bindings_total", hop.bindingCount());
        return row.set("notes", Json.texts(hop.notes()));
    }

    /** An actor with those below it. */
    public static ObjectNode actor(ActorInfo actor) {
        ObjectNode row = Json.object().put("name", actor.name()).put("path", actor.path());
        row.put("class", actor.type()).put("restarts", actor.restarts());
        actor.mailbox().ifPresent(count -> row.put("mailbox", count));
        row.set("last_failure", actor.lastFailure().map(InsightRows::failure).orElse(null));
        row.put("children_total", actor.childCount());
        row.set("children", Json.array(actor.children(), InsightRows::actor));
        ObjectNode others = row.putObject("other_children");
        actor.others().forEach(others::put);
        return row;
    }

    private static ObjectNode failure(FailureInfo failure) {
        ObjectNode row = Json.object().put("time", failure.atMillis()).put("cause", failure.cause());
        return row.put("message_type", failure.messageType().orElse(null));
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
