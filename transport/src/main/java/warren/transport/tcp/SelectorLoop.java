package warren.transport.tcp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.apache.pekko.event.LoggingAdapter;
import org.jspecify.annotations.Nullable;
import warren.transport.dispatch.Poller;

/**
 * Waits for many sockets: reads what comes, writes what a socket did not take at once, keeps their time. The workers of the pool take
 * turns at it, each when it has nothing else to do; below, "the selector's thread" is the one whose turn it is. In its turn it waits for
 * nothing else, but for more of a stream, so whatever it calls passes on and returns. It costs nothing while nothing happens. A defect in
 * what one connection does is not the others': it goes on. When it stops, all its channels are closed.
 */
final class SelectorLoop implements Poller {
    private static final int CHUNK_BYTES_MAX = 128 << 10;
    /** While somebody rests, the others are looked at so often. It holds them up a little, and lets what they send gather, too. */
    private static final long REST_NANOS_MAX = TimeUnit.MICROSECONDS.toNanos(200);
    /** To work on so much takes as long as to wake another thread, which can read on meanwhile. */
    private static final int MUCH_BYTES = 4 << 10;

    private final Selector selector;
    private final ReentrantLock turn = new ReentrantLock();
    private final AtomicBoolean isWaiting = new AtomicBoolean();
    /** Whose turn it is, or was last. */
    private volatile @Nullable Thread thread;

    private final AtomicLong turns = new AtomicLong();
    private int bytesInTurn;
    private final Runnable whenBroken;
    final LoggingAdapter log;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Deadlines deadlines = new Deadlines();
    /** For all sockets, one after the other: an idle one has no buffer. */
    private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(CHUNK_BYTES_MAX);

    private final byte[] chunk = new byte[CHUNK_BYTES_MAX];
    private volatile boolean stopped;
    private final List<Rest> resting = new ArrayList<>();

    private long lookedNanos;

    private record Rest(long endNanos, Runnable over) {}

    /** Is told by the selector's thread that its channel is ready. */
    interface Handler {
        void ready(int operations) throws IOException;

        /** What it did went wrong. */
        void failed(Throwable failure);
    }

    /** {@code whenBroken}: nobody is served any more. */
    SelectorLoop(LoggingAdapter log, Runnable whenBroken) {
        this.log = log;
        this.whenBroken = whenBroken;
        try {
            this.selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From any thread, in nobody's turn. */
    void stop() {
        stopped = true;
        wakeUp();
        turn.lock();
        try {
            closeAll();
        } finally {
            turn.unlock();
        }
    }

    @Override
    public boolean wakeUp() {
        if (!isWaiting.compareAndSet(true, false)) {
            return false;
        }
        selector.wakeup();
        LockSupport.unpark(thread);
        return true;
    }

    @Override
    public boolean isFree() {
        return !stopped && !turn.isLocked();
    }

    @Override
    public long turns() {
        return turns.get();
    }

    /** From any thread: done by the selector's, in order. Whoever has to know that it failed sees to that itself. */
    void execute(Runnable task) {
        tasks.add(task);
        if (!turn.isHeldByCurrentThread()) {
            wakeUp();
        }
    }

    /** From any thread: the channel belongs to this loop, though nothing is asked of it yet. */
    SelectionKey register(SelectableChannel channel) throws IOException {
        channel.configureBlocking(false);
        return channel.register(selector, 0);
    }

    /** On the selector's thread only. */
    Deadlines.Deadline after(Duration delay, Runnable task) {
        return deadlines.add(System.nanoTime() + delay.toNanos(), () -> runGuarded(task));
    }

    /** On the selector's thread only. */
    void cancel(Deadlines.Deadline deadline) {
        deadlines.cancel(deadline);
    }

    /** On the selector's thread only, as a task: gives the channel back to the system before it returns. */
    void close(SelectableChannel channel) throws IOException {
        channel.close();
        selector.selectNow(this::handle);
    }

    /** On the selector's thread only: tells a socket that it has rested long enough. */
    void rest(long nanos, Runnable over) {
        long now = System.nanoTime();
        if (resting.isEmpty()) {
            lookedNanos = now;
        }
        resting.add(new Rest(now + nanos, over));
    }

    /** On the selector's thread only: reads into {@link #chunk}; -1 at the end. */
    int read(ReadableByteChannel channel) throws IOException {
        readBuffer.clear();
        int bytes = channel.read(readBuffer);
        if (bytes > 0) {
            bytesInTurn += bytes;
            readBuffer.flip().get(chunk, 0, bytes);
        }
        return bytes;
    }

    /** What was read last. The next read overwrites it. */
    byte[] chunk() {
        return chunk;
    }

    @Override
    public Found poll(BooleanSupplier mayWait) {
        if (!turn.tryLock()) {
            return Found.NOT_MINE;
        }
        try {
            return stopped ? Found.NOT_MINE : takeTurn(mayWait);
        } catch (IOException | RuntimeException | Error e) {
            log.error(e, "a selector failed: nobody can be served");
            stopped = true;
            closeAll();
            whenBroken.run();
            return Found.NOT_MINE;
        } finally {
            turns.incrementAndGet();
            turn.unlock();
        }
    }

    private Found takeTurn(BooleanSupplier mayWait) throws IOException {
        bytesInTurn = 0;
        thread = Thread.currentThread();
        isWaiting.set(true);
        boolean waits = mayWait.getAsBoolean() && tasks.isEmpty() && !stopped;
        if (!resting.isEmpty()) {
            lookWhenRested(waits);
        } else if (waits) {
            await();
        } else {
            isWaiting.set(false);
            selector.selectNow(this::handle);
        }
        isWaiting.set(false);
        deadlines.runDue(System.nanoTime());
        for (Runnable next = tasks.poll(); next != null; next = tasks.poll()) {
            runGuarded(next);
        }
        return bytesInTurn > MUCH_BYTES ? Found.MUCH : Found.LITTLE;
    }

    private void runGuarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            requireSoundMachine(e);
            log.error(e, "a task of a selector failed");
        }
    }

    /** Defects of the JVM itself are everybody's. */
    static void requireSoundMachine(Throwable failure) {
        if (failure instanceof InternalError || failure instanceof UnknownError) {
            throw (Error) failure;
        }
    }

    private void await() throws IOException {
        if (deadlines.isEmpty()) {
            selector.select(this::handle);
            return;
        }
        long nanos = deadlines.nanosToNext(System.nanoTime());
        if (nanos == 0) {
            selector.selectNow(this::handle);
        } else {
            // rounded up: a millisecond early would be one round for nothing
            selector.select(this::handle, TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
        }
    }

    /** Who is woken early does not look yet. */
    private void lookWhenRested(boolean waits) throws IOException {
        long nanos = nanosToLook();
        if (waits && nanos > 0) {
            LockSupport.parkNanos(nanos);
            nanos = nanosToLook();
        }
        isWaiting.set(false);
        if (nanos <= 0) {
            lookedNanos = System.nanoTime();
            endRests();
            selector.selectNow(this::handle);
        }
    }

    private long nanosToLook() {
        long now = System.nanoTime();
        long nanos = lookedNanos + REST_NANOS_MAX - now;
        for (Rest rest : resting) {
            nanos = Math.min(nanos, rest.endNanos - now);
        }
        return nanos;
    }

    private void endRests() {
        long now = System.nanoTime();
        for (Iterator<Rest> all = resting.iterator(); all.hasNext(); ) {
            Rest next = all.next();
            if (next.endNanos - now <= 0) {
                all.remove();
                runGuarded(next.over);
            }
        }
    }

    private void handle(SelectionKey key) {
        isWaiting.set(false);
        handle((Handler) key.attachment(), key.readyOps());
    }

    /** On the selector's thread only: as if the handler's channel were ready for this. */
    void handle(Handler handler, int operations) {
        try {
            handler.ready(operations);
        } catch (IOException | RuntimeException | Error e) {
            requireSoundMachine(e);
            runGuarded(() -> handler.failed(e));
        }
    }

    private void closeAll() {
        if (!selector.isOpen()) {
            return;
        }
        for (SelectionKey key : selector.keys()) {
            try {
                key.channel().close();
            } catch (IOException e) {
                log.debug("{} while closing {}", e, key.channel());
            }
        }
        try {
            selector.close();
        } catch (IOException e) {
            log.debug("{} while closing a selector", e);
        }
    }
}
