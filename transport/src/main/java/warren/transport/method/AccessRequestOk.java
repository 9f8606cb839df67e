package warren.transport.method;

import java.nio.ByteBuffer;
import warren.routing.message.MalformedFieldException;

/** access.request-ok (30, 11): the ticket, which nobody needs. */
public record AccessRequestOk(int ticket) implements Method {
    static final int ID = Method.id(30, 11);

    static AccessRequestOk read(ByteBuffer in) throws MalformedFieldException {
        int ticket = Wire.unsignedShort(in);
        return new AccessRequestOk(ticket);
    }

    @Override
    public void write(ByteBuffer out) {
        out.putShort((short) ticket);
    }

    @Override
    public int size() {
        return 2;
    }

    @Override
    public int id() {
        return ID;
    }
}
