package warren.actors.exchange;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.jspecify.annotations.Nullable;
import warren.actors.SteadyClock;
import warren.actors.exchange.ExchangeActor.Command;
import warren.actors.exchange.ExchangeActor.FromStore;
import warren.actors.exchange.ExchangeActor.Outcome;
import warren.actors.exchange.ExchangeActor.PublisherGone;
import warren.actors.exchange.ExchangeActor.Route;
import warren.actors.exchange.ExchangeActor.Routed;
import warren.actors.exchange.ExchangeActor.StoreGone;
import warren.actors.queue.QueueProtocol;
import warren.actors.queue.Subscription;
import warren.routing.DeduplicationKey;
import warren.routing.SeenKeys;
import warren.routing.message.BasicProperties;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;
import warren.routing.message.Message;

/**
 * The window of an exchange that deduplicates. A message's key is in it as soon as the message is routed, and out of it again when no
 * queue takes the message or its publisher dies: what was never confirmed may be published again.
 *
 * <p>A window on disk is a hidden queue with a message for each key, written after the queues have the message that brought it: a crash
 * lets a duplicate pass rather than lose a message. The exchange is its consumer and acknowledges a key when that leaves the window; at
 * a start all keys come again, and until then nothing is routed.
 */
final class Deduplicator {
    private static final String KEY = "key";
    private static final String UNTIL = "until";
    private static final Subscription SUBSCRIPTION =
            new Subscription("window", false, true, 0, false, FieldTable.EMPTY, "");
    /** A failed exchange's successor asks before the store has seen the end of the first. */
    private static final Duration RETRY = Duration.ofMillis(200);

    private final ActorContext<Command> context;
    private final ActorRef<QueueProtocol.Reply> replies;
    private final SeenKeys seen = new SeenKeys(this::left);
    /** Keys of messages that are on their way to queues, by publisher and batch, and until when they are kept. */
    private final Map<ActorRef<Routed>, Map<Long, Map<String, Long>>> undecided = new HashMap<>();

    private @Nullable ActorRef<QueueProtocol.Command> store;
    /** Not all keys have come from the store. */
    private boolean isLoading;

    private List<Route> held = new ArrayList<>();

    Deduplicator(ActorContext<Command> context) {
        this.context = context;
        this.replies = context.messageAdapter(QueueProtocol.Reply.class, FromStore::new);
    }

    void follow(ExchangeActor.Deduplicate command) {
        seen.follow(command.arguments());
        ActorRef<QueueProtocol.Command> now =
                command.store().map(QueueRef::actor).orElse(null);
        if (now != null && !now.equals(store)) {
            store = now;
            isLoading = true;
            context.watchWith(now, new StoreGone(now));
            subscribe();
        }
    }

    private void subscribe() {
        if (store != null) {
            store.tell(new QueueProtocol.Subscribe(SUBSCRIPTION, replies));
        }
    }

    /** Without its store the window lives in memory, until there is another: a duplicate may pass, and nobody waits. */
    void storeGone(ActorRef<QueueProtocol.Command> gone) {
        if (gone.equals(store)) {
            store = null;
            isLoading = false;
        }
    }

    int size() {
        return seen.size();
    }

    /** True when the window is not there yet; the question will be {@link #takeHeld taken} when it is. */
    boolean holds(Route command) {
        return isLoading && held.add(command);
    }

    /** What can be routed now. */
    List<Route> takeHeld() {
        if (isLoading || held.isEmpty()) {
            return List.of();
        }
        List<Route> taken = held;
        held = new ArrayList<>();
        return taken;
    }

    /** True for a message that is not to be routed. If it is, its key is in the window from now on. */
    boolean isDuplicate(Message message, Route command) {
        Optional<String> key = DeduplicationKey.of(message);
        if (key.isEmpty()) {
            return false;
        }
        long now = SteadyClock.millis();
        if (seen.contains(key.get(), now)) {
            return true;
        }
        long until = seen.untilMillis(message, now);
        if (until > now) {
            seen.add(key.get(), until);
            batches(command.replyTo())
                    .computeIfAbsent(command.batchId(), batch -> new LinkedHashMap<>())
                    .put(key.get(), until);
        }
        return false;
    }

    private Map<Long, Map<String, Long>> batches(ActorRef<Routed> publisher) {
        return undecided.computeIfAbsent(publisher, fresh -> {
            context.watchWith(fresh, new PublisherGone(fresh));
            return new HashMap<>();
        });
    }

    /** Queues have taken a batch, or parts of it. */
    void decided(Outcome outcome) {
        Map<Long, Map<String, Long>> batches = undecided.get(outcome.publisher());
        Map<String, Long> keys = batches == null ? null : batches.remove(outcome.batchId());
        if (keys == null) {
            return;
        }
        for (Message refused : outcome.refused()) {
            DeduplicationKey.of(refused).filter(key -> keys.remove(key) != null).ifPresent(seen::remove);
        }
        if (store != null && !keys.isEmpty()) {
            List<Message> kept = keys.entrySet().stream()
                    .map(key -> kept(key.getKey(), key.getValue()))
                    .toList();
            store.tell(new QueueProtocol.Enqueue(0, kept, replies));
        }
    }

    private static Message kept(String key, long until) {
        var headers = new FieldTable(Map.of(KEY, FieldValue.of(key), UNTIL, FieldValue.of(until)));
        BasicProperties properties = BasicProperties.NONE.toBuilder()
                .headers(headers)
                .deliveryMode(BasicProperties.PERSISTENT)
                .build();
        return Message.of("", "", properties, new byte[0]);
    }

    /** Nobody knows what became of what it published. */
    void publisherGone(ActorRef<Routed> publisher) {
        Map<Long, Map<String, Long>> batches = undecided.remove(publisher);
        if (batches != null) {
            batches.values().forEach(keys -> keys.keySet().forEach(seen::remove));
        }
    }

    void onReply(QueueProtocol.Reply reply) {
        if (store == null) {
            return;
        }
        if (reply instanceof QueueProtocol.Deliver deliver && deliver.queue().equals(store)) {
            deliver.deliveries().forEach(this::arrived);
            store.tell(new QueueProtocol.Sent(deliver.deliveries().size(), 0, replies));
            askWhetherThatIsAll();
        } else if (reply instanceof QueueProtocol.Subscribed) {
            askWhetherThatIsAll();
        } else if (reply instanceof QueueProtocol.Counted counted && counted.ready() == 0) {
            isLoading = false;
        } else if (reply instanceof QueueProtocol.Refused) {
            context.scheduleOnce(RETRY, store, new QueueProtocol.Subscribe(SUBSCRIPTION, replies));
        }
    }

    private void askWhetherThatIsAll() {
        if (isLoading && store != null) {
            store.tell(new QueueProtocol.Count(replies));
        }
    }

    private void arrived(QueueProtocol.Delivery delivery) {
        FieldTable headers = delivery.message().properties().headers();
        String key = headers.text(KEY).orElse("");
        long until = headers.number(UNTIL).orElse(0);
        long now = SteadyClock.millis();
        if (isLoading && until > now && !seen.contains(key, now)) {
            seen.add(key, until);
        }
        if (!seen.setPlace(key, delivery.offset())) {
            settle(delivery.offset());
        }
    }

    private void left(String key, long place) {
        if (place >= 0) {
            settle(place);
        }
    }

    private void settle(long offset) {
        if (store != null) {
            store.tell(
                    new QueueProtocol.Settle(new long[] {offset}, warren.actors.queue.Outcome.ACKNOWLEDGED, replies));
        }
    }
}
