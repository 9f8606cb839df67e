package warren.transport.method;

import java.nio.ByteBuffer;
import warren.routing.message.FieldReader;
import warren.routing.message.FieldWriter;
import warren.routing.message.MalformedFieldException;

/** basic.publish (60, 40): a message for an exchange; header and body follow. */
public record BasicPublish(String exchange, String routingKey, boolean mandatory, boolean immediate) implements Method {
    static final int ID = Method.id(60, 40);

    static BasicPublish read(ByteBuffer in) throws MalformedFieldException {
        Wire.unsignedShort(in);
        String exchange = FieldReader.shortString(in);
        String routingKey = FieldReader.shortString(in);
        int bits = Wire.octet(in);
        boolean mandatory = Wire.bit(bits, 0);
        boolean immediate = Wire.bit(bits, 1);
        return new BasicPublish(exchange, routingKey, mandatory, immediate);
    }

    @Override
    public void write(ByteBuffer out) {
        out.putShort((short) 0);
        FieldWriter.shortString(out, exchange);
        FieldWriter.shortString(out, routingKey);
        out.put(Wire.bits(mandatory, immediate));
    }

    @Override
    public int size() {
        return 3 + FieldWriter.shortStringSize(exchange) + FieldWriter.shortStringSize(routingKey);
    }

    @Override
    public int id() {
        return ID;
    }
}
