package warren.transport.method;

import java.nio.ByteBuffer;
import warren.routing.message.MalformedFieldException;

/** basic.ack (60, 80): the peer has taken care of one delivery, or of all up to it. */
public record BasicAck(long deliveryTag, boolean multiple) implements Method {
    static final int ID = Method.id(60, 80);

    static BasicAck read(ByteBuffer in) throws MalformedFieldException {
        long deliveryTag = Wire.longLong(in);
        boolean multiple = Wire.bit(Wire.octet(in), 0);
        return new BasicAck(deliveryTag, multiple);
    }

    @Override
    public void write(ByteBuffer out) {
        out.putLong(deliveryTag);
        out.put(Wire.bits(multiple));
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
