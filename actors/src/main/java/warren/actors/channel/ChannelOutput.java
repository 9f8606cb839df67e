package warren.actors.channel;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import warren.actors.queue.QueueProtocol;
import warren.routing.message.Message;
import warren.transport.frame.FrameWriter;
import warren.transport.method.Method;
import warren.transport.tcp.Socket;
import warren.transport.tcp.WriteListener;

/**
 * The way from a channel to its client. Frames gather until {@link #flush}; what the socket has taken is told to the queues whose
 * deliveries it was, which is what lets them send more.
 */
final class ChannelOutput {
    private final int channel;
    private final Socket socket;
    private final FrameWriter writer;
    private final WriteListener listener;
    private final ArrayDeque<Sent> unsent = new ArrayDeque<>();
    private long written;
    private long taken;

    /** Deliveries of one queue that end at a position of the channel's output. */
    private record Sent(ActorRef<QueueProtocol.Command> queue, int messages, long bodyBytes, long endsAt) {}

    ChannelOutput(int channel, Socket socket, int frameMaxBytes, WriteListener listener) {
        this.channel = channel;
        this.socket = socket;
        this.writer = new FrameWriter(frameMaxBytes);
        this.listener = listener;
    }

    void method(Method method) {
        writer.method(channel, method);
    }

    void content(Method method, Message message) {
        writer.content(channel, method, message);
    }

    void deliver(String consumerTag, long deliveryTag, boolean redelivered, Message message) {
        writer.deliver(channel, consumerTag, deliveryTag, redelivered, message);
    }

    /** The deliveries written since the last call were this queue's. */
    void delivered(ActorRef<QueueProtocol.Command> queue, int messages, long bodyBytes) {
        unsent.addLast(new Sent(queue, messages, bodyBytes, written + writer.size()));
    }

    /** Hands what gathered to the socket. */
    void flush() {
        int bytes = writer.size();
        if (bytes > 0) {
            written += bytes;
            socket.send(writer.take(), listener);
        }
    }

    /** The socket has taken so many bytes more. */
    void onTaken(int bytes, ActorRef<QueueProtocol.Reply> self) {
        taken += bytes;
        if (unsent.isEmpty() || unsent.getFirst().endsAt() > taken) {
            return;
        }
        var sums = new HashMap<ActorRef<QueueProtocol.Command>, long[]>();
        while (!unsent.isEmpty() && unsent.getFirst().endsAt() <= taken) {
            add(sums, unsent.removeFirst());
        }
        sums.forEach((queue, sum) -> queue.tell(new QueueProtocol.Sent((int) sum[0], sum[1], self)));
    }

    private static void add(Map<ActorRef<QueueProtocol.Command>, long[]> sums, Sent sent) {
        long[] sum = sums.computeIfAbsent(sent.queue(), key -> new long[2]);
        sum[0] += sent.messages();
        sum[1] += sent.bodyBytes();
    }
}
