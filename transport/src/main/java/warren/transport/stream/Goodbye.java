package warren.transport.stream;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * The last moments of a connection that was ended in peace. To close a socket that holds unread bytes is a reset, and a reset can
 * overtake what was sent; so a while is given for the client to see the end and close too.
 */
final class Goodbye implements SelectorLoop.Handler {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int UNREAD_BYTES_MAX = 1 << 20;

    private final SelectorLoop loop;
    private final SocketChannel channel;
    private final Deadlines.Deadline deadline;
    private int unreadBytes;

    private Goodbye(SelectorLoop loop, SocketChannel channel) {
        this.loop = loop;
        this.channel = channel;
        this.deadline = loop.after(PATIENCE, this::close);
    }

    static void say(SelectorLoop loop, SelectionKey key, SocketChannel channel) {
        var goodbye = new Goodbye(loop, channel);
        try {
            channel.shutdownOutput();
            key.attach(goodbye);
            key.interestOps(SelectionKey.OP_READ);
        } catch (IOException | RuntimeException gone) {
            goodbye.close();
        }
    }

    @Override
    public void ready(int operations) throws IOException {
        int bytes = loop.read(channel);
        unreadBytes += Math.max(0, bytes);
        if (bytes < 0 || unreadBytes > UNREAD_BYTES_MAX) {
            close();
        }
    }

    @Override
    public void failed(Throwable failure) {
        close();
    }

    private void close() {
        loop.cancel(deadline);
        try {
            channel.close();
        } catch (IOException e) {
            loop.log.debug("{} while closing {}", e, channel);
        }
    }
}
