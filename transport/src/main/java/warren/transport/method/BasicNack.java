package warren.transport.method;

import java.nio.ByteBuffer;
import warren.routing.message.MalformedFieldException;

/** basic.nack (60, 120): the peer does not take one delivery, or all up to it; RabbitMQ's extension. */
public record BasicNack(long deliveryTag, boolean multiple, boolean requeue) implements Method {
    static final int ID = Method.id(60, 120);

    static BasicNack read(ByteBuffer in) throws MalformedFieldException {
        long deliveryTag = Wire.longLong(in);
        int bits = Wire.octet(in);
        boolean multiple = Wire.bit(bits, 0);
        boolean requeue = Wire.bit(bits, 1);
        return new BasicNack(deliveryTag, multiple, requeue);
    }

    @Override
    public void write(ByteBuffer out) {
        out.putLong(deliveryTag);
        out.put(Wire.bits(multiple, requeue));
    }

    @Override
    public int size() {
        return 9;
    }

    @Override
    public int id() {
        return ID;
    }
}
