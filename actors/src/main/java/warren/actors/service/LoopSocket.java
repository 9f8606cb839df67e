package warren.actors.service;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.pekko.util.ByteString;
import warren.transport.frame.Command;
import warren.transport.frame.ServerFrames;
import warren.transport.tcp.Socket;
import warren.transport.tcp.WriteListener;

/**
 * The socket of a channel without a connection: what the channel writes comes straight back as commands.
 *
 * @param sink hears them; called on the channel's thread
 */
record LoopSocket(Consumer<List<Command>> sink) implements Socket {
    @Override
    public void send(ByteString bytes, WriteListener listener) {
        sink.accept(ServerFrames.read(bytes.toArray()));
        listener.written(bytes.size());
    }

    @Override
    public long sentBytes() {
        return 0;
    }

    @Override
    public long sentCount() {
        return 0;
    }

    @Override
    public void demand() {}

    @Override
    public void startHeartbeat(Duration interval) {}

    @Override
    public void close() {}

    @Override
    public void abort() {}
}
