package warren.transport.method;

import java.nio.ByteBuffer;
import warren.routing.message.MalformedFieldException;

/** basic.reject (60, 90): the client does not take one delivery. */
public record BasicReject(long deliveryTag, boolean requeue) implements Method {
    static final int ID = Method.id(60, 90);

    static BasicReject read(ByteBuffer in) throws MalformedFieldException {
        long deliveryTag = Wire.longLong(in);
        boolean requeue = Wire.bit(Wire.octet(in), 0);
        return new BasicReject(deliveryTag, requeue);
    }

    @Override
    public void write(ByteBuffer out) {
        out.putLong(deliveryTag);
        out.put(Wire.bits(requeue));
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
