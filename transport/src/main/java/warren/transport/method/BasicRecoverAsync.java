package warren.transport.method;

import java.nio.ByteBuffer;
import warren.routing.message.MalformedFieldException;

/** basic.recover-async (60, 100): all unacknowledged deliveries go back, without an answer. */
public record BasicRecoverAsync(boolean requeue) implements Method {
    static final int ID = Method.id(60, 100);

    static BasicRecoverAsync read(ByteBuffer in) throws MalformedFieldException {
        boolean requeue = Wire.bit(Wire.octet(in), 0);
        return new BasicRecoverAsync(requeue);
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
