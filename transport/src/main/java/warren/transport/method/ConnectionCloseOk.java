package warren.transport.method;

import java.nio.ByteBuffer;

/** connection.close-ok (10, 51): the other side has seen the close. */
public record ConnectionCloseOk() implements Method {
    static final int ID = Method.id(10, 51);

    static ConnectionCloseOk read(ByteBuffer in) {
        return new ConnectionCloseOk();
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
