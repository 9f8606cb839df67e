package warren.actors.connection;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import warren.actors.channel.ChannelActor;
import warren.transport.frame.Command;
import warren.transport.method.ChannelClose;

/** A connection's channels by number, those that wait for the client's close-ok, and the commands that each has in work. */
final class OpenChannels {
    private final Map<Integer, OpenChannel> open = new LinkedHashMap<>();
    private final Set<Integer> closing = new HashSet<>();
    private final ChannelCounts counts;
    private final String user;
    private long outstandingBytes;

    OpenChannels(ChannelCounts counts, String user) {
        this.counts = counts;
        this.user = user;
    }

    /** One channel: the commands of the current chunk gather here. */
    static final class OpenChannel {
        final ActorRef<ChannelActor.Message> actor;
        private List<Command> gathering = new ArrayList<>();
        private long outstandingBytes;
        /** The client has asked to close it. */
        private boolean closeRequested;

        OpenChannel(ActorRef<ChannelActor.Message> actor) {
            this.actor = actor;
        }
    }

    int size() {
        return open.size();
    }

    Collection<OpenChannel> all() {
        return open.values();
    }

    @Nullable
    OpenChannel find(int number) {
        return open.get(number);
    }

    boolean isClosing(int number) {
        return closing.contains(number);
    }

    void add(int number, ActorRef<ChannelActor.Message> actor) {
        open.put(number, new OpenChannel(actor));
        counts.add(user, 1);
    }

    /** True when the client's own close is on its way to a channel, or was when that ended. */
    boolean isCloseRequested(int number) {
        OpenChannel channel = open.get(number);
        return channel != null && channel.closeRequested;
    }

    /** The channel has ended; with {@code awaitCloseOk} its number stays taken until the client has seen that. */
    void remove(int number, boolean awaitCloseOk) {
        OpenChannel channel = open.remove(number);
        if (channel != null) {
            outstandingBytes -= channel.outstandingBytes;
            counts.add(user, -1);
        }
        if (awaitCloseOk) {
            closing.add(number);
        }
    }

    /** The connection has ended, and all channels with it. */
    void removeAll() {
        counts.add(user, -open.size());
        open.clear();
    }

    /** The channels that the user has open on all connections. */
    long countOfUser() {
        return counts.of(user);
    }

    void closed(int number) {
        closing.remove(number);
    }

    /** Weight of the commands that channels have in work. */
    long outstandingBytes() {
        return outstandingBytes;
    }

    void gather(OpenChannel channel, Command command) {
        long weight = ChannelActor.weightOf(command.content());
        channel.outstandingBytes += weight;
        outstandingBytes += weight;
        channel.closeRequested |= command.method() instanceof ChannelClose;
        channel.gathering.add(command);
    }

    void released(int number, long bytes) {
        OpenChannel channel = open.get(number);
        if (channel != null) {
            channel.outstandingBytes -= bytes;
            outstandingBytes -= bytes;
        }
    }

    /** Hands each channel what gathered for it, as one message. */
    void dispatch() {
        for (OpenChannel channel : open.values()) {
            if (!channel.gathering.isEmpty()) {
                List<Command> commands = channel.gathering;
                channel.gathering = new ArrayList<>();
                channel.actor.tell(new ChannelActor.HandleCommands(commands));
            }
        }
    }

    /** The number under which this actor's channel is open. */
    @Nullable
    Integer numberOf(ActorRef<?> actor) {
        for (var entry : open.entrySet()) {
            if (entry.getValue().actor.equals(actor)) {
                return entry.getKey();
            }
        }
        return null;
    }
}
