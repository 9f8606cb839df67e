package warren.transport.method;

import java.nio.ByteBuffer;

/** queue.unbind-ok (50, 51): the binding is gone. */
public record QueueUnbindOk() implements Method {
    static final int ID = Method.id(50, 51);

    static QueueUnbindOk read(ByteBuffer in) {
        return new QueueUnbindOk();
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
