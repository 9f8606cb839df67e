package warren.transport.method;

import java.nio.ByteBuffer;

/** exchange.declare-ok (40, 11): the exchange is there. */
public record ExchangeDeclareOk() implements Method {
    static final int ID = Method.id(40, 11);

    static ExchangeDeclareOk read(ByteBuffer in) {
        return new ExchangeDeclareOk();
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
