package warren.transport.method;

import java.nio.ByteBuffer;
import warren.routing.message.MalformedFieldException;

/** basic.recover (60, 110): all unacknowledged deliveries go back. */
public record BasicRecover(boolean requeue) implements Method {
    static final int ID = Method.id(60, 110);

    static BasicRecover read(ByteBuffer in) throws MalformedFieldException {
        boolean requeue = Wire.bit(Wire.octet(in), 0);
        return new BasicRecover(requeue);
    }

    @Override
    public void write(ByteBuffer out) {
        out.put(Wire.bits(requeue));
    }

    @Override
    public int size() {
        return 1;
    }

    @Override
    public int id() {
        return ID;
    }
}
