package warren.transport.method;

import java.nio.ByteBuffer;
import warren.routing.message.FieldReader;
import warren.routing.message.FieldWriter;
import warren.routing.message.MalformedFieldException;

/** connection.secure (10, 20): a further challenge of the login. */
public record ConnectionSecure(byte[] challenge) implements Method {
    static final int ID = Method.id(10, 20);

    static ConnectionSecure read(ByteBuffer in) throws MalformedFieldException {
        byte[] challenge = FieldReader.longString(in);
        return new ConnectionSecure(challenge);
    }

    @Override
    public void write(ByteBuffer out) {
        FieldWriter.longString(out, challenge);
    }

    @Override
    public int size() {
        return 4 + challenge.length;
    }

    @Override
    public int id() {
        return ID;
    }
}
