package warren.transport.method;

import java.nio.ByteBuffer;
import warren.routing.message.MalformedFieldException;

/** confirm.select (85, 10): puts the channel into confirm mode; RabbitMQ's extension. */
public record ConfirmSelect(boolean noWait) implements Method {
    static final int ID = Method.id(85, 10);

    static ConfirmSelect read(ByteBuffer in) throws MalformedFieldException {
        boolean noWait = Wire.bit(Wire.octet(in), 0);
        return new ConfirmSelect(noWait);
    }

    @Override
    public void write(ByteBuffer out) {
        out.put(Wire.bits(noWait));
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
