package warren.transport.method;

import java.nio.ByteBuffer;

/** tx.rollback-ok (90, 31): all of it is dropped. */
public record TxRollbackOk() implements Method {
    static final int ID = Method.id(90, 31);

    static TxRollbackOk read(ByteBuffer in) {
        return new TxRollbackOk();
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
