package warren.transport.method;

import java.nio.ByteBuffer;

/** tx.select (90, 10): puts the channel into transaction mode. */
public record TxSelect() implements Method {
    static final int ID = Method.id(90, 10);

    static TxSelect read(ByteBuffer in) {
        return new TxSelect();
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
