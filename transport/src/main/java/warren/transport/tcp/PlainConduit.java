package warren.transport.tcp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** The socket itself. */
record PlainConduit(SocketChannel socket) implements Conduit {
    @Override
    public int read(ByteBuffer bytes) throws IOException {
        return socket.read(bytes);
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        return socket.write(bytes);
    }

    @Override
    public boolean flush() {
        return true;
    }

    @Override
    public boolean finish() {
        return true;
    }

    @Override
    public boolean hasUnread() {
        return false;
    }

    @Override
    public boolean isAtEnd() {
        return false;
    }

    @Override
    public boolean owesAnswer() {
        return false;
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
