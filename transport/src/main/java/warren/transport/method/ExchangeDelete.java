package warren.transport.method;

import java.nio.ByteBuffer;
import warren.routing.message.FieldReader;
import warren.routing.message.FieldWriter;
import warren.routing.message.MalformedFieldException;

/** exchange.delete (40, 20): deletes an exchange. */
public record ExchangeDelete(String exchange, boolean ifUnused, boolean noWait) implements Method {
    static final int ID = Method.id(40, 20);

    static ExchangeDelete read(ByteBuffer in) throws MalformedFieldException {
        Wire.unsignedShort(in);
        String exchange = FieldReader.shortString(in);
        int bits = Wire.octet(in);
        boolean ifUnused = Wire.bit(bits, 0);
        boolean noWait = Wire.bit(bits, 1);
        return new ExchangeDelete(exchange, ifUnused, noWait);
    }

    @Override
    public void write(ByteBuffer out) {
        out.putShort((short) 0);
        FieldWriter.shortString(out, exchange);
        out.put(Wire.bits(ifUnused, noWait));
    }

    @Override
    public int size() {
        return 3 + FieldWriter.shortStringSize(exchange);
    }

    @Override
    public int id() {
        return ID;
    }
}
