package warren.transport.method;

import java.nio.ByteBuffer;

/** tx.commit (90, 20): carries out what was held back. */
public record TxCommit() implements Method {
    static final int ID = Method.id(90, 20);

    static TxCommit read(ByteBuffer in) {
        return new TxCommit();
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
