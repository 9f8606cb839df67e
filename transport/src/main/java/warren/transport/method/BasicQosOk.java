package warren.transport.method;

import java.nio.ByteBuffer;

/** basic.qos-ok (60, 11): the limit counts. */
public record BasicQosOk() implements Method {
    static final int ID = Method.id(60, 11);

    static BasicQosOk read(ByteBuffer in) {
        return new BasicQosOk();
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
