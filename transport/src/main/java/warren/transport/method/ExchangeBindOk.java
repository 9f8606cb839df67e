package warren.transport.method;

import java.nio.ByteBuffer;

/** exchange.bind-ok (40, 31): the binding is there. */
public record ExchangeBindOk() implements Method {
    static final int ID = Method.id(40, 31);

    static ExchangeBindOk read(ByteBuffer in) {
        return new ExchangeBindOk();
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
