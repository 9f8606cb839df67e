package warren.transport.method;

import java.nio.ByteBuffer;

/** basic.recover-ok (60, 111): they are back. */
public record BasicRecoverOk() implements Method {
    static final int ID = Method.id(60, 111);

    static BasicRecoverOk read(ByteBuffer in) {
        return new BasicRecoverOk();
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
