package warren.transport.method;

import java.nio.ByteBuffer;

/** tx.select-ok (90, 11): the channel is transactional. */
public record TxSelectOk() implements Method {
    static final int ID = Method.id(90, 11);

    static TxSelectOk read(ByteBuffer in) {
        return new TxSelectOk();
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
