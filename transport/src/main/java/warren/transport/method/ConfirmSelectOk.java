package warren.transport.method;

import java.nio.ByteBuffer;

/** confirm.select-ok (85, 11): publishes are numbered from 1 on. */
public record ConfirmSelectOk() implements Method {
    static final int ID = Method.id(85, 11);

    static ConfirmSelectOk read(ByteBuffer in) {
        return new ConfirmSelectOk();
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
