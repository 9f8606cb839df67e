package warren.transport.tcp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.util.ByteString;

/**
 * What is on the way to a client. Whoever sends writes at once, on its own thread: a hand-off would cost more than the write. Of several
 * senders at the same time one writes for all, while the others only append, so nobody waits. What the socket does not take is left to
 * the selector's thread.
 */
final class Outbox {
    private static final int WRITE_BYTES_MAX = 64 << 10;
    /** The way from the heap to the system leads through one such buffer per thread that writes, not per socket. */
    private static final ThreadLocal<ByteBuffer> BUFFERS =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(WRITE_BYTES_MAX));

    private final Conduit conduit;
    private final Owner owner;
    private final Queue<Sent> arriving = new ConcurrentLinkedQueue<>();
    /** Reasons to look again; who raises it from 0 is the writer until it is 0 again. All fields below belong to the writer. */
    private final AtomicInteger signals = new AtomicInteger();

    private final ArrayDeque<Piece> unsent = new ArrayDeque<>(2);
    private final WrittenSums sums = new WrittenSums();
    private volatile boolean blocked;
    private volatile boolean closing;
    private volatile boolean stopped;
    private volatile long sentBytes;
    private volatile long sentCount;

    private record Sent(ByteString bytes, WriteListener listener) {}

    /** A piece of what was sent, and how far it has come. With the last one, so many bytes of the sender have left. */
    private record Piece(ByteBuffer bytes, int sentBytes, WriteListener listener) {}

    /** Hears, on the thread of a sender, what the outbox cannot do itself. */
    interface Owner {
        /** The socket takes no more: {@link #unblock} when it does again. */
        void blocked();

        /** All is written that came before {@link #close}. */
        void drained();

        void failed(IOException failure);
    }

    Outbox(Conduit conduit, Owner owner) {
        this.conduit = conduit;
        this.owner = owner;
    }

    long sentBytes() {
        return sentBytes;
    }

    long sentCount() {
        return sentCount;
    }

    /** True when some bytes have not left yet. */
    boolean isBusy() {
        return blocked || !arriving.isEmpty() || signals.get() != 0;
    }

    void send(ByteString bytes, WriteListener listener) {
        if (!closing && !bytes.isEmpty()) {
            arriving.add(new Sent(bytes, listener));
            signal();
        }
    }

    /** Takes nothing more, and tells when all is written. */
    void close() {
        closing = true;
        signal();
    }

    /** The conduit has something to say of its own. */
    void flush() {
        signal();
    }

    /** The socket can take more. */
    void unblock() {
        blocked = false;
        signal();
    }

    /** Nothing is written any more. */
    void stop() {
        closing = true;
        stopped = true;
        arriving.clear();
    }

    private void signal() {
        if (signals.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            if (!blocked && !stopped) {
                write();
            }
            seen = signals.addAndGet(-seen);
        } while (seen != 0);
    }

    private void write() {
        try {
            boolean last = closing;
            boolean all = writeAll() && (!last || conduit.finish());
            sums.tell();
            if (!all) {
                blocked = true;
                owner.blocked();
            } else if (last) {
                owner.drained();
            }
        } catch (IOException e) {
            stop();
            owner.failed(e);
        }
    }

    /** False when the socket did not take all. */
    private boolean writeAll() throws IOException {
        if (!conduit.flush()) {
            return false;
        }
        ByteBuffer buffer = BUFFERS.get();
        while (true) {
            buffer.clear();
            fill(buffer);
            if (buffer.flip().limit() == 0) {
                return true;
            }
            int written = conduit.write(buffer);
            if (written > 0) {
                count(written);
                advance(written);
            }
            if (buffer.hasRemaining() || !conduit.flush()) {
                return false;
            }
        }
    }

    /** Copies what comes next; it stays unsent until it is known to have left. */
    private void fill(ByteBuffer buffer) {
        for (Sent next = arriving.poll(); next != null; next = arriving.poll()) {
            addPieces(next);
        }
        for (Iterator<Piece> all = unsent.iterator(); all.hasNext() && buffer.hasRemaining(); ) {
            ByteBuffer bytes = all.next().bytes();
            int count = Math.min(bytes.remaining(), buffer.remaining());
            buffer.put(buffer.position(), bytes, bytes.position(), count);
            buffer.position(buffer.position() + count);
        }
    }

    /** Large bodies are pieces of their own, which belong to their queues too: they are not copied until they leave. */
    private void addPieces(Sent sent) {
        Iterator<ByteBuffer> pieces = sent.bytes().getByteBuffers().iterator();
        while (pieces.hasNext()) {
            ByteBuffer piece = pieces.next();
            boolean last = !pieces.hasNext();
            unsent.addLast(
                    new Piece(piece, last ? sent.bytes().size() : 0, last ? sent.listener() : WriteListener.NONE));
        }
    }

    private void advance(int written) {
        for (int left = written; left > 0; ) {
            Piece first = unsent.getFirst();
            int count = Math.min(left, first.bytes().remaining());
            first.bytes().position(first.bytes().position() + count);
            left -= count;
            if (!first.bytes().hasRemaining()) {
                unsent.removeFirst();
                sums.add(first.listener(), first.sentBytes());
            }
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // there is one writer
    private void count(int bytes) {
        sentBytes += bytes;
        sentCount++;
    }
}
