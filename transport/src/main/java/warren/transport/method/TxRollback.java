package warren.transport.method;

import java.nio.ByteBuffer;

/** tx.rollback (90, 30): drops what was held back. */
public record TxRollback() implements Method {
    static final int ID = Method.id(90, 30);

    static TxRollback read(ByteBuffer in) {
        return new TxRollback();
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
