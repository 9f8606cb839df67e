package warren.actors.vhost;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import warren.actors.exchange.QueueRef;
import warren.actors.queue.QueueProtocol;

/** The channels that take direct replies, by the names under which they do. A channel has one such name at a time: a new one replaces it. */
final class ReplyConsumers {
    private final Map<String, QueueRef> byName = new HashMap<>();
    private final Map<ActorRef<QueueProtocol.Command>, String> names = new HashMap<>();
    private final Consumer<ActorRef<QueueProtocol.Command>> watch;

    /** {@code watch}: called once for each channel; its end is to be told by {@link #gone}. */
    ReplyConsumers(Consumer<ActorRef<QueueProtocol.Command>> watch) {
        this.watch = watch;
    }

    void add(QueueRef consumer) {
        String before = names.put(consumer.actor(), consumer.name());
        if (before == null) {
            watch.accept(consumer.actor());
        } else {
            byName.remove(before);
        }
        byName.put(consumer.name(), consumer);
    }

    void gone(ActorRef<QueueProtocol.Command> channel) {
        byName.remove(names.remove(channel));
    }

    Optional<QueueRef> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }
}
