package warren.transport.method;

import java.nio.ByteBuffer;

/** connection.unblocked (10, 61): the broker reads publishes again. */
public record ConnectionUnblocked() implements Method {
    static final int ID = Method.id(10, 61);

    static ConnectionUnblocked read(ByteBuffer in) {
        return new ConnectionUnblocked();
    }

    @Override
    public void write(ByteBuffer out) {}

    @Override
    public int size() {
        return 0;
    }

    @Override
    public int id() {
        return ID;
    }
}
