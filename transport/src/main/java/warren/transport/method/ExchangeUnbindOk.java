package warren.transport.method;

import java.nio.ByteBuffer;

/** exchange.unbind-ok (40, 51): the binding is gone. */
public record ExchangeUnbindOk() implements Method {
    static final int ID = Method.id(40, 51);

    static ExchangeUnbindOk read(ByteBuffer in) {
        return new ExchangeUnbindOk();
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
