package warren.actors.channel;

import warren.actors.feed.EventFeed;
import warren.actors.queue.Subscription;

/** Tells of a channel and its consumers. */
final class ChannelEvents {
    private final EventFeed events;
    private final ChannelSettings settings;
    private final String user;
    private final String id;

    ChannelEvents(EventFeed events, ChannelSettings settings) {
        this.events = events;
        this.settings = settings;
        this.user = settings.grant().user();
        this.id = settings.connection() + "-" + settings.number();
    }

    void opened() {
        events.tell(
                "channel.created",
                event -> event.by(user)
                        .text("vhost", settings.virtualHost())
                        .text("user", user)
                        .number("number", settings.number())
                        .pid("connection", settings.connection())
                        .text("name", settings.name())
                        .pid("pid", id));
    }

    void closed() {
        events.tell("channel.closed", event -> event.by(user).pid("pid", id));
    }

    void consumes(String queue, Subscription consumer) {
        events.tell(
                "consumer.created",
                event -> event.by(user)
                        .terms("arguments", consumer.arguments())
                        .number("prefetch_count", consumer.prefetchCount())
                        .text("queue", queue)
                        .text("vhost", settings.virtualHost())
                        .pid("channel", id)
                        .flag("ack_required", !consumer.noAck())
                        .flag("exclusive", consumer.exclusive())
                        .text("consumer_tag", consumer.consumerTag()));
    }

    void noLongerConsumes(String queue, String consumerTag) {
        events.tell(
                "consumer.deleted",
                event -> event.by(user)
                        .text("queue", queue)
                        .text("vhost", settings.virtualHost())
                        .pid("channel", id)
                        .text("consumer_tag", consumerTag));
    }
}
