package warren.actors.vhost;

import com.typesafe.config.Config;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import warren.actors.exchange.ExchangeRef;
import warren.actors.feed.Feed;
import warren.actors.feed.FeedActor;
import warren.actors.feed.Feeds;
import warren.persistence.event.ExchangeDefinition;

/**
 * The exchanges of a virtual host that the broker itself publishes to: for copies while it is traced, and, where the settings say so, for
 * events and log lines. None of them is recorded.
 */
final class OwnExchanges {
    private final Tracing.Switch tracing;
    private final List<ExchangeDefinition> definitions = new ArrayList<>();
    /** Where the feeds lead to now, by names; read by their actors. */
    private final Map<String, AtomicReference<ExchangeRef>> fed = new HashMap<>();

    OwnExchanges(ActorContext<?> context, String host) {
        tracing = Tracing.get(context.getSystem()).of(host);
        definitions.add(BuiltInExchanges.fed(Tracing.EXCHANGE));
        Config settings = context.getSystem().settings().config().getConfig("warren");
        Feeds feeds = Feeds.get(context.getSystem());
        if (settings.getBoolean("event-exchange.enabled")
                && settings.getString("event-exchange.virtual-host").equals(host)) {
            feed(context, feeds.events().feed());
        }
        if (settings.getBoolean("log.exchange.enabled")
                && settings.getString("default-virtual-host").equals(host)) {
            feed(context, feeds.logLines());
        }
    }

    private void feed(ActorContext<?> context, Feed feed) {
        definitions.add(BuiltInExchanges.fed(feed.exchange()));
        var exchange = new AtomicReference<ExchangeRef>();
        fed.put(feed.exchange(), exchange);
        // not watched: it starts again by itself, and without it nothing else suffers
        context.spawn(FeedActor.create(feed, exchange::get), "feed-" + feed.exchange());
    }

    List<ExchangeDefinition> definitions() {
        return definitions;
    }

    /** An exchange's actor was started, perhaps one of these. */
    void started(ExchangeRef exchange) {
        tracing.started(exchange);
        AtomicReference<ExchangeRef> reference = fed.get(exchange.name());
        if (reference != null) {
            reference.set(exchange);
        }
    }
}
