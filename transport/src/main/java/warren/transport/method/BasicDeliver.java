package warren.transport.method;

import java.nio.ByteBuffer;
import warren.routing.message.FieldReader;
import warren.routing.message.FieldWriter;
import warren.routing.message.MalformedFieldException;

/** basic.deliver (60, 60): a message for a consumer; header and body follow. */
public record BasicDeliver(
        String consumerTag, long deliveryTag, boolean redelivered, String exchange, String routingKey)
        implements Method {
    static final int ID = Method.id(60, 60);

    static BasicDeliver read(ByteBuffer in) throws MalformedFieldException {
        String consumerTag = FieldReader.shortString(in);
        long deliveryTag = Wire.longLong(in);
        boolean redelivered = Wire.bit(Wire.octet(in), 0);
        String exchange = FieldReader.shortString(in);
        String routingKey = FieldReader.shortString(in);
        return new BasicDeliver(consumerTag, deliveryTag, redelivered, exchange, routingKey);
    }

    @Override
    public void write(ByteBuffer out) {
        FieldWriter.shortString(out, consumerTag);
        out.putLong(deliveryTag);
        out.put(Wire.bits(redelivered));
        FieldWriter.shortString(out, exchange);
        FieldWriter.shortString(out, routingKey);
    }

    @Override
    public int size() {
        return 9
                + FieldWriter.shortStringSize(consumerTag)
                + FieldWriter.shortStringSize(exchange)
                + FieldWriter.shortStringSize(routingKey);
    }

    @Override
    public int id() {
        return ID;
    }
}
