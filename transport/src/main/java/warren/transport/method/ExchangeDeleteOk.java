package warren.transport.method;

import java.nio.ByteBuffer;

/** exchange.delete-ok (40, 21): the exchange is gone. */
public record ExchangeDeleteOk() implements Method {
    static final int ID = Method.id(40, 21);

    static ExchangeDeleteOk read(ByteBuffer in) {
        return new ExchangeDeleteOk();
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
