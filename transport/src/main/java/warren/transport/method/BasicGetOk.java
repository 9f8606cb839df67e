package warren.transport.method;

import java.nio.ByteBuffer;
import warren.routing.message.FieldReader;
import warren.routing.message.FieldWriter;
import warren.routing.message.MalformedFieldException;

/** basic.get-ok (60, 71): the message asked for; header and body follow. */
public record BasicGetOk(long deliveryTag, boolean redelivered, String exchange, String routingKey, long messageCount)
        implements Method {
    static final int ID = Method.id(60, 71);

    static BasicGetOk read(ByteBuffer in) throws MalformedFieldException {
        long deliveryTag = Wire.longLong(in);
        boolean redelivered = Wire.bit(Wire.octet(in), 0);
        String exchange = FieldReader.shortString(in);
        String routingKey = FieldReader.shortString(in);
        long messageCount = Wire.unsignedInt(in);
        return new BasicGetOk(deliveryTag, redelivered, exchange, routingKey, messageCount);
    }

    @Override
    public void write(ByteBuffer out) {
        out.putLong(deliveryTag);
        out.put(Wire.bits(redelivered));
        FieldWriter.shortString(out, exchange);
        FieldWriter.shortString(out, routingKey);
        out.putInt((int) messageCount);
    }

    @Override
    public int size() {
        return 13 + FieldWriter.shortStringSize(exchange) + FieldWriter.shortStringSize(routingKey);
    }

    @Override
    public int id() {
        return ID;
    }
}
