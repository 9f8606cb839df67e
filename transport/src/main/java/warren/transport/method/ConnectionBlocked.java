package warren.transport.method;

import java.nio.ByteBuffer;
import warren.routing.message.FieldReader;
import warren.routing.message.FieldWriter;
import warren.routing.message.MalformedFieldException;

/** connection.blocked (10, 60): the broker does not read publishes for now. */
public record ConnectionBlocked(String reason) implements Method {
    static final int ID = Method.id(10, 60);

    static ConnectionBlocked read(ByteBuffer in) throws MalformedFieldException {
        String reason = FieldReader.shortString(in);
        return new ConnectionBlocked(reason);
    }

    @Override
    public void write(ByteBuffer out) {
        FieldWriter.shortString(out, reason);
    }

    @Override
    public int size() {
        return FieldWriter.shortStringSize(reason);
    }

    @Override
    public int id() {
        return ID;
    }
}
