package warren.transport.method;

import java.nio.ByteBuffer;
import warren.routing.message.FieldReader;
import warren.routing.message.MalformedFieldException;

/** connection.open-ok (10, 41): the virtual host is entered. */
public record ConnectionOpenOk() implements Method {
    static final int ID = Method.id(10, 41);

    static ConnectionOpenOk read(ByteBuffer in) throws MalformedFieldException {
        FieldReader.shortString(in);
        return new ConnectionOpenOk();
    }

    @Override
    public void write(ByteBuffer out) {
        out.put((byte) 0);
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
