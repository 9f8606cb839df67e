package warren.transport.method;

import java.nio.ByteBuffer;

/** tx.commit-ok (90, 21): all of it is carried out. */
public record TxCommitOk() implements Method {
    static final int ID = Method.id(90, 21);

    static TxCommitOk read(ByteBuffer in) {
        return new TxCommitOk();
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
