package warren.actors.queue;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import warren.actors.queue.QueueProtocol.Reply;

/** The channels that have to do with a queue, and which of them have new deliveries. */
final class ChannelLinks {
    private final Map<ActorRef<Reply>, ChannelLink> links = new HashMap<>();
    private final Set<ChannelLink> touched = new LinkedHashSet<>();

    /** The link with a channel, made on its first use. */
    ChannelLink of(ActorRef<Reply> channel) {
        return links.computeIfAbsent(channel, ChannelLink::new);
    }

    @Nullable
    ChannelLink find(ActorRef<Reply> channel) {
        return links.get(channel);
    }

    Collection<ChannelLink> all() {
        return links.values();
    }

    void remove(ChannelLink link) {
        links.remove(link.channel);
        touched.remove(link);
    }

    /** It has new deliveries. */
    void touch(ChannelLink link) {
        touched.add(link);
    }

    /** The links with new deliveries, each once. */
    List<ChannelLink> takeTouched() {
        if (touched.isEmpty()) {
            return List.of();
        }
        var taken = List.copyOf(touched);
        touched.clear();
        return taken;
    }
}
