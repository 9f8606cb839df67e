package warren.transport.tcp;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;
import warren.transport.frame.Command;
import warren.transport.frame.FrameDecoder;
import warren.transport.frame.FrameWriter;
import warren.transport.frame.Inbound;
import warren.transport.frame.UnfinishedContent;
import warren.transport.method.BasicAck;
import warren.transport.method.BasicNack;
import warren.transport.method.BasicPublish;
import warren.transport.method.BasicReject;

/**
 * One client's socket. The selector's thread reads a chunk when one is asked for, decodes it and tells the listener; that thread alone
 * changes the state of the connection. Bytes leave through the {@link Outbox}, on the thread of their sender. Bytes come in at {@link
 * #read} and go out at the outbox, both through a {@link Conduit}, which may be TLS.
 */
final class TcpSocket implements Socket, SelectorLoop.Handler, Outbox.Owner {
    /** When for so long nobody finds room, the bodies that wait are refused. */
    private static final Duration ROOM_PATIENCE = Duration.ofSeconds(30);

    private final SelectorLoop loop;
    private final SelectionKey key;
    private final SocketChannel channel;
    private final Conduit conduit;
    private final SocketListener listener;
    private final FrameDecoder decoder;
    private final Outbox outbox;
    private final AtomicReference<Reading> reading = new AtomicReference<>(Reading.DEMANDED);
    private final ChunkGathering gathering = new ChunkGathering();
    private boolean isResting;
    /** What came is left unread until the rest is over. */
    private boolean isReadable;

    private @Nullable Heartbeats heartbeats;
    private Deadlines.@Nullable Deadline roomDeadline;
    /** There is room for the body that waits, or none is needed. */
    private boolean hasRoom;

    private Deadlines.@Nullable Deadline nextHeartbeat;
    private long receivedCount;
    private volatile boolean ended;

    /** A pause begins when bytes come that nobody asked for: mostly the demand is faster, and the selector need not be bothered. */
    private enum Reading {
        DEMANDED,
        NOT_DEMANDED,
        PAUSED
    }

    TcpSocket(
            SelectorLoop loop,
            SelectionKey key,
            SocketChannel channel,
            Conduit conduit,
            FrameDecoder decoder,
            SocketListener listener) {
        this.loop = loop;
        this.key = key;
        this.channel = channel;
        this.conduit = conduit;
        this.listener = listener;
        this.decoder = decoder;
        this.outbox = new Outbox(conduit, this);
    }

    void start() {
        execute(() -> {
            if (!key.isValid()) {
                // aborted before it was accepted
                end(Optional.empty());
                return;
            }
            key.attach(this);
            wantMore(SelectionKey.OP_READ);
            if (conduit.hasUnread()) {
                loop.handle(this, SelectionKey.OP_READ);
            }
        });
    }

    @Override
    public long sentBytes() {
        return outbox.sentBytes();
    }

    @Override
    public long sentCount() {
        return outbox.sentCount();
    }

    @Override
    public void demand() {
        decoder.releaseComplete();
        if (reading.getAndSet(Reading.DEMANDED) == Reading.PAUSED) {
            execute(this::goOn);
        }
    }

    @Override
    public void send(ByteString bytes, WriteListener writeListener) {
        outbox.send(bytes, writeListener);
    }

    @Override
    public void close() {
        outbox.close();
    }

    @Override
    public void abort() {
        execute(() -> {
            // what waits would leave, perhaps, when the client reads: a reset tells both sides that it is lost
            if (outbox.isBusy()) {
                reset();
            }
            end(Optional.empty());
        });
    }

    @Override
    public void blocked() {
        execute(() -> wantMore(SelectionKey.OP_WRITE));
    }

    @Override
    public void drained() {
        execute(() -> {
            stop();
            Goodbye.say(loop, key, channel);
            listener.closed(Optional.empty());
        });
    }

    @Override
    public void failed(IOException failure) {
        execute(() -> end(Optional.of(failure)));
    }

    @Override
    public void failed(Throwable failure) {
        if (ended) {
            return;
        }
        if (!(failure instanceof IOException)) {
            loop.log.error(failure, "the socket of {} failed", channel.socket());
        }
        end(Optional.of(failure));
    }

    @Override
    public void ready(int operations) throws IOException {
        if ((operations & SelectionKey.OP_WRITE) != 0) {
            wantLess(SelectionKey.OP_WRITE);
            outbox.unblock();
        }
        if ((operations & SelectionKey.OP_READ) != 0) {
            if (isResting) {
                isReadable = true;
                wantLess(SelectionKey.OP_READ);
            } else if (reading.compareAndSet(Reading.DEMANDED, Reading.NOT_DEMANDED)) {
                read();
            } else if (reading.compareAndSet(Reading.NOT_DEMANDED, Reading.PAUSED)) {
                wantLess(SelectionKey.OP_READ);
            }
        }
    }

    private void read() throws IOException {
        int bytes = loop.read(conduit);
        if (conduit.owesAnswer()) {
            outbox.flush();
        }
        if (bytes < 0) {
            end(Optional.empty());
            return;
        }
        receivedCount++;
        if (bytes == 0) {
            // part of a record: what was asked for is still to come
            reading.set(Reading.DEMANDED);
            return;
        }
        List<Inbound> commands = new ArrayList<>();
        decoder.decode(loop.chunk(), 0, bytes, commands);
        long restNanos = isOneWay(commands) ? gathering.restAfter(commands.size(), bytes, System.nanoTime()) : 0;
        handOn(commands, bytes);
        rest(restNanos);
        if (conduit.isAtEnd()) {
            // the socket will not tell
            execute(() -> end(Optional.empty()));
        }
    }

    /** True when the client does not wait for an answer to what came last. */
    private static boolean isOneWay(List<Inbound> commands) {
        return !commands.isEmpty()
                && commands.get(commands.size() - 1) instanceof Command last
                && (last.method() instanceof BasicPublish
                        || last.method() instanceof BasicAck
                        || last.method() instanceof BasicNack
                        || last.method() instanceof BasicReject);
    }

    /** Reads nothing for so long, so that more gathers. */
    private void rest(long nanos) {
        if (nanos > 0) {
            isResting = true;
            loop.rest(nanos, () -> run(this::endRest));
        }
    }

    private void endRest() {
        isResting = false;
        if (isReadable) {
            isReadable = false;
            wantMore(SelectionKey.OP_READ);
        }
    }

    /** A body that finds no room ends the chunk: the rest of it is the next one, when there is room and that is asked for. */
    private void handOn(List<Inbound> commands, int bytes) {
        boolean isWaiting = decoder.isWaiting();
        if (isWaiting) {
            wantLess(SelectionKey.OP_READ);
            reading.compareAndSet(Reading.NOT_DEMANDED, Reading.PAUSED);
        }
        if (decoder.isPublishing()) {
            commands.add(new UnfinishedContent());
        }
        listener.received(commands, bytes);
        if (isWaiting) {
            decoder.awaitRoom(() -> execute(this::onRoom));
            giveUpWhenStuck();
        }
    }

    private void giveUpWhenStuck() {
        roomDeadline = after(ROOM_PATIENCE, () -> {
            if (!decoder.isStuck()) {
                giveUpWhenStuck();
            } else if (decoder.giveUp()) {
                onRoom();
            }
        });
    }

    private void onRoom() {
        hasRoom = true;
        if (roomDeadline != null) {
            loop.cancel(roomDeadline);
            roomDeadline = null;
        }
        goOn();
    }

    /** More is asked for, or there is room for what waits. */
    private void goOn() {
        if (!decoder.isWaiting()) {
            wantMore(SelectionKey.OP_READ);
        } else if (hasRoom && reading.compareAndSet(Reading.DEMANDED, Reading.NOT_DEMANDED)) {
            hasRoom = false;
            wantMore(SelectionKey.OP_READ);
            List<Inbound> commands = new ArrayList<>();
            decoder.resume(commands);
            handOn(commands, 0);
        }
    }

    @Override
    public void startHeartbeat(Duration interval) {
        execute(() -> {
            heartbeats = new Heartbeats(outbox.sentCount(), receivedCount);
            scheduleHeartbeat(heartbeats, interval.dividedBy(2));
        });
    }

    private void scheduleHeartbeat(Heartbeats current, Duration tick) {
        nextHeartbeat = after(tick, () -> {
            scheduleHeartbeat(current, tick);
            if (!outbox.isBusy() && current.isDue(outbox.sentCount())) {
                outbox.send(FrameWriter.heartbeat(), WriteListener.NONE);
            }
            if (current.isLost(receivedCount, reading.get() == Reading.DEMANDED && !decoder.isWaiting())) {
                listener.heartbeatLost();
            }
        });
    }

    /** Done by the selector's thread, unless the connection has ended by then. */
    private void execute(Runnable task) {
        if (ended) {
            return;
        }
        loop.execute(() -> run(task));
    }

    private Deadlines.Deadline after(Duration delay, Runnable task) {
        return loop.after(delay, () -> run(task));
    }

    private void run(Runnable task) {
        if (ended) {
            return;
        }
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            SelectorLoop.requireSoundMachine(e);
            failed(e);
        }
    }

    private void wantMore(int operation) {
        key.interestOpsOr(operation);
    }

    private void wantLess(int operation) {
        key.interestOpsAnd(~operation);
    }

    private void stop() {
        ended = true;
        outbox.stop();
        if (nextHeartbeat != null) {
            loop.cancel(nextHeartbeat);
        }
        if (roomDeadline != null) {
            loop.cancel(roomDeadline);
        }
        decoder.close();
    }

    private void end(Optional<Throwable> cause) {
        cause.filter(SSLException.class::isInstance)
                .ifPresent(broken -> loop.log.info("TLS server: {}: {}", channel.socket(), broken.getMessage()));
        stop();
        try {
            channel.close();
        } catch (IOException e) {
            loop.log.debug("{} while closing {}", e, channel);
        }
        listener.closed(cause);
    }

    private void reset() {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            loop.log.debug("{} while resetting {}", e, channel);
        }
    }
}
