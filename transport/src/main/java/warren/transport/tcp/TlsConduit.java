package warren.transport.tcp;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/**
 * TLS on a socket (RFC 8446, 5246). Its buffers belong to threads; a connection itself keeps no more than the part of a record that has
 * come, and what the socket did not take.
 *
 * <p>What is read at once is never more than the reader has room for, and no record grows when it is decrypted: so all records that came
 * whole are handed on at once, and none is left here while the selector waits for more.
 */
final class TlsConduit implements Conduit {
    private static final int INCOMING_BYTES = 128 << 10;
    /** What an outbox writes at once, with room for one record more. */
    private static final int OUTGOING_BYTES = 128 << 10;
    /** A flight of a handshake; what may come at once before the client is known. */
    private static final int FLIGHT_BYTES_MAX = 32 << 10;
    /** Requests for new keys that a client may make without reading the answers. */
    private static final int UNANSWERED_MAX = 64;

    private static final ThreadLocal<ByteBuffer> INCOMING =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(INCOMING_BYTES));
    private static final ThreadLocal<ByteBuffer> OUTGOING =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(OUTGOING_BYTES));
    private static final byte[] NOTHING = {};
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);
    /** The first byte of each record (RFC 8446, 5.1). */
    private static final int HANDSHAKE_RECORD = 22;

    private final SocketChannel socket;
    private final SSLEngine engine;

    // the selector's thread
    private byte[] unread = NOTHING;
    private boolean atEnd;
    private int unanswered;
    private boolean greeted;

    // the writer's
    private ByteBuffer pending = EMPTY;

    private volatile boolean owesAnswer;

    TlsConduit(SocketChannel socket, SSLEngine engine) {
        this.socket = socket;
        this.engine = engine;
    }

    @Override
    public int read(ByteBuffer plain) throws IOException {
        if (atEnd) {
            return -1;
        }
        int start = plain.position();
        ByteBuffer incoming = receive(plain.remaining());
        while (incoming.hasRemaining() && unwrap(incoming, plain)) {
            requirePeace();
        }
        keep(incoming);
        int bytes = plain.position() - start;
        return bytes == 0 && atEnd ? -1 : bytes;
    }

    /** What was left, and what the socket has. */
    private ByteBuffer receive(int bytesMax) throws IOException {
        ByteBuffer incoming = INCOMING.get().clear();
        incoming.put(unread).limit(Math.max(incoming.position(), Math.min(incoming.capacity(), bytesMax)));
        if (socket.read(incoming) < 0) {
            atEnd = true;
        }
        return incoming.flip();
    }

    private void keep(ByteBuffer incoming) {
        unread = incoming.hasRemaining() ? new byte[incoming.remaining()] : NOTHING;
        incoming.get(unread);
    }

    /** Decrypts one record; false when it has not come whole, or when there will be none. */
    private boolean unwrap(ByteBuffer incoming, ByteBuffer plain) throws SSLException {
        SSLEngineResult result = engine.unwrap(incoming, plain);
        switch (result.getStatus()) {
            case OK:
                return true;
            case CLOSED:
                atEnd = true;
                return false;
            // the rest of the record has not come: one that has come whole finds room
            case BUFFER_OVERFLOW:
            case BUFFER_UNDERFLOW:
            default:
                return false;
        }
    }

    /** After the handshake a client may ask for new keys (TLS 1.3), but not for a new handshake (TLS 1.2): that is work without end. */
    private void requirePeace() throws SSLException {
        HandshakeStatus status = engine.getHandshakeStatus();
        if (status == HandshakeStatus.NEED_TASK) {
            throw new SSLException("the client asks for another handshake, which is not allowed");
        }
        if (status == HandshakeStatus.NEED_WRAP) {
            unanswered = owesAnswer ? unanswered + 1 : 1;
            if (unanswered > UNANSWERED_MAX) {
                throw new SSLException("the client asks for new keys and does not take them");
            }
            owesAnswer = true;
        }
    }

    @Override
    public int write(ByteBuffer plain) throws IOException {
        if (!flush()) {
            return 0;
        }
        int start = plain.position();
        ByteBuffer outgoing = OUTGOING.get().clear();
        while (plain.hasRemaining()) {
            if (!wrap(plain, outgoing)) {
                break;
            }
        }
        send(outgoing.flip());
        return plain.position() - start;
    }

    /** Encrypts one record; false when there is no room for it. */
    private boolean wrap(ByteBuffer plain, ByteBuffer outgoing) throws IOException {
        SSLEngineResult result = engine.wrap(plain, outgoing);
        switch (result.getStatus()) {
            case OK:
                return true;
            case CLOSED:
                throw new EOFException("TLS was closed");
            case BUFFER_OVERFLOW:
                return false;
            default:
                throw new IllegalStateException("a record that came from nothing: " + result);
        }
    }

    /** Writes; what the socket does not take is kept. */
    private boolean send(ByteBuffer outgoing) throws IOException {
        if (outgoing.hasRemaining()) {
            socket.write(outgoing);
        }
        if (outgoing.hasRemaining()) {
            pending = ByteBuffer.allocate(outgoing.remaining()).put(outgoing).flip();
        }
        return !pending.hasRemaining();
    }

    private boolean sendPending() throws IOException {
        if (pending.hasRemaining()) {
            socket.write(pending);
            if (pending.hasRemaining()) {
                return false;
            }
            pending = EMPTY;
        }
        return true;
    }

    @Override
    public boolean flush() throws IOException {
        if (!sendPending()) {
            return false;
        }
        if (owesAnswer) {
            owesAnswer = false;
            return speak();
        }
        return true;
    }

    @Override
    public boolean finish() throws IOException {
        engine.closeOutbound();
        return sendPending() && speak();
    }

    /** Sends what the engine has to say of itself; false when the socket did not take all of it. */
    boolean speak() throws IOException {
        if (!sendPending()) {
            return false;
        }
        ByteBuffer outgoing = OUTGOING.get().clear();
        while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            SSLEngineResult result = engine.wrap(EMPTY, outgoing);
            if (result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW
                    || (result.bytesProduced() == 0 && result.getStatus() == SSLEngineResult.Status.CLOSED)) {
                break;
            }
        }
        return send(outgoing.flip());
    }

    /** In the handshake: hears the client; false when more must come first. */
    boolean hear() throws IOException {
        ByteBuffer incoming = receive(FLIGHT_BYTES_MAX);
        try {
            greet(incoming);
            while (incoming.hasRemaining() && isListening()) {
                if (!unwrap(incoming, EMPTY)) {
                    break;
                }
            }
        } finally {
            keep(incoming);
        }
        if (isListening() && atEnd) {
            throw new EOFException("the client has gone");
        }
        return !isListening();
    }

    private void greet(ByteBuffer incoming) throws SSLException {
        if (greeted || !incoming.hasRemaining()) {
            return;
        }
        if (incoming.get(0) != HANDSHAKE_RECORD) {
            throw new SSLException("the client does not speak TLS" + (incoming.get(0) == 'A' ? " but plain AMQP" : ""));
        }
        greeted = true;
    }

    private boolean isListening() {
        HandshakeStatus status = engine.getHandshakeStatus();
        return status == HandshakeStatus.NEED_UNWRAP || status == HandshakeStatus.NEED_UNWRAP_AGAIN;
    }

    SSLEngine engine() {
        return engine;
    }

    @Override
    public boolean hasUnread() {
        return unread.length > 0;
    }

    @Override
    public boolean isAtEnd() {
        return atEnd;
    }

    @Override
    public boolean owesAnswer() {
        return owesAnswer;
    }

    @Override
    public boolean isOpen() {
        return socket.isOpen();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
