package warren.transport.method;

import java.nio.ByteBuffer;

/** queue.bind-ok (50, 21): the binding is there. */
public record QueueBindOk() implements Method {
    static final int ID = Method.id(50, 21);

    static QueueBindOk read(ByteBuffer in) {
        return new QueueBindOk();
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
