package warren.actors.queue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import warren.actors.AmqpError;
import warren.actors.queue.QueueProtocol.Command;
import warren.actors.queue.QueueProtocol.Detach;
import warren.actors.queue.QueueProtocol.Refused;
import warren.actors.queue.QueueProtocol.Reply;
import warren.actors.queue.QueueProtocol.Subscribe;
import warren.actors.queue.QueueProtocol.Subscribed;

/** The consumers of a stream and the channels that they are on. */
final class StreamReaders {
    private final ActorContext<Command> context;
    /** As RabbitMQ spells it. */
    private final String queue;

    private final StreamChunks chunks;
    private final ChannelLinks links = new ChannelLinks();
    private final Map<Integer, StreamReader> readers = new LinkedHashMap<>();
    private int lastNumber;
    final Traffic traffic = new Traffic();

    StreamReaders(ActorContext<Command> context, String queue, StreamChunks chunks) {
        this.context = context;
        this.queue = queue;
        this.chunks = chunks;
    }

    void subscribe(Subscribe command) {
        Subscription wish = command.subscription();
        Optional<AmqpError> refusal = refuse(wish);
        Optional<StreamOffset> begin =
                StreamOffset.of(wish.arguments().get("x-stream-offset"), System.currentTimeMillis());
        Optional<StreamFilter> filter = StreamFilter.of(wish.arguments());
        if (refusal.isEmpty() && begin.isEmpty()) {
            refusal = Optional.of(invalid(wish, "x-stream-offset"));
        } else if (refusal.isEmpty() && filter.isEmpty()) {
            refusal = Optional.of(invalid(wish, "x-stream-filter"));
        }
        if (refusal.isPresent() || begin.isEmpty() || filter.isEmpty()) {
            refusal.ifPresent(error -> command.channel().tell(new Refused(wish.consumerTag(), error)));
            return;
        }
        long notBefore = begin.get() instanceof StreamOffset.Since since ? since.millis() : Long.MIN_VALUE;
        var reader = new StreamReader(++lastNumber, wish, link(command.channel()), filter.get(), notBefore, traffic);
        reader.position =
                command.delivered() >= 0 ? StreamReader.offsetOf(command.delivered()) + 1 : chunks.resolve(begin.get());
        readers.put(reader.number, reader);
        command.channel().tell(new Subscribed(wish.consumerTag(), context.getSelf()));
    }

    private Optional<AmqpError> refuse(Subscription wish) {
        if (wish.noAck()) {
            return Optional.of(
                    AmqpError.notImplemented("automatic acknowledgement not supported by stream queues " + queue));
        }
        if (wish.limitedByChannel()) {
            return Optional.of(AmqpError.notImplemented(queue + " does not support global qos"));
        }
        if (wish.prefetchCount() == 0) {
            return Optional.of(AmqpError.preconditionFailed("consumer prefetch count is not set for '" + queue + "'"));
        }
        return wish.arguments()
                .get("x-priority")
                .map(priority -> AmqpError.preconditionFailed(
                        "invalid arg 'x-priority' for " + queue + " of queue type rabbit_stream_queue"));
    }

    private AmqpError invalid(Subscription wish, String argument) {
        return AmqpError.preconditionFailed("invalid arg '" + argument + "' for " + queue + ": {invalid_"
                + argument.substring(2).replace('-', '_') + "_arg,"
                + wish.arguments().get(argument).map(StreamReaders::term).orElse("") + "}");
    }

    private static String term(warren.routing.message.FieldValue value) {
        String text = value instanceof warren.routing.message.LongString string
                ? "<<\"" + string.text() + "\">>"
                : String.valueOf(value);
        return "{" + value.typeName() + "," + text + "}";
    }

    private ChannelLink link(ActorRef<Reply> channel) {
        ChannelLink link = links.of(channel);
        if (!link.watched) {
            link.watched = true;
            context.watchWith(channel, new Detach(channel));
        }
        return link;
    }

    void cancel(ActorRef<Reply> channel, String consumerTag) {
        for (StreamReader reader : readers.values()) {
            reader.ended |= reader.link.channel.equals(channel)
                    && reader.subscription.consumerTag().equals(consumerTag);
        }
        readers.values().removeIf(reader -> reader.ended);
    }

    void detach(ActorRef<Reply> channel) {
        ChannelLink link = links.find(channel);
        if (link != null) {
            context.unwatch(channel);
            links.remove(link);
            readers.values().removeIf(reader -> reader.link == link);
        }
    }

    /** A reader that is gone needs no room. */
    void settle(long[] deliveries) {
        for (long delivery : deliveries) {
            StreamReader reader = readers.get(StreamReader.readerOf(delivery));
            if (reader != null) {
                reader.settled();
                traffic.acknowledged(1);
            }
        }
    }

    void sent(ActorRef<Reply> channel, int messages, long bodyBytes) {
        ChannelLink link = links.find(channel);
        if (link != null) {
            link.sent(messages, bodyBytes);
        }
    }

    /** Delivers what is in memory; the chunks that some of them wait for have to be fetched. */
    Collection<StreamChunk> deliver() {
        var wanted = new HashMap<Long, StreamChunk>();
        for (StreamReader reader : readers.values()) {
            StreamChunk chunk = reader.hasRoom() ? chunks.at(reader.position) : null;
            while (chunk != null && chunk.content != null && reader.hasRoom() && !reader.read(chunk.content)) {
                reader.position = Math.max(reader.position, chunk.last + 1);
                chunk = chunks.at(reader.position);
            }
            if (chunk != null && chunk.content == null && reader.hasRoom()) {
                wanted.put(chunk.first, chunk);
            }
            links.touch(reader.link);
        }
        for (ChannelLink link : links.takeTouched()) {
            link.deliver(context.getSelf());
        }
        return wanted.values();
    }

    List<StreamReader> all() {
        return new ArrayList<>(readers.values());
    }

    boolean isEmpty() {
        return readers.isEmpty();
    }

    long unacknowledged() {
        return readers.values().stream().mapToLong(StreamReader::unacknowledged).sum();
    }
}
