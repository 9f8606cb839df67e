package warren.transport.method;

import java.nio.ByteBuffer;
import warren.routing.message.FieldReader;
import warren.routing.message.FieldWriter;
import warren.routing.message.MalformedFieldException;

/** connection.open (10, 40): the client enters a virtual host. */
public record ConnectionOpen(String virtualHost) implements Method {
    static final int ID = Method.id(10, 40);

    static ConnectionOpen read(ByteBuffer in) throws MalformedFieldException {
        String virtualHost = FieldReader.shortString(in);
        FieldReader.shortString(in);
        Wire.octet(in);
        return new ConnectionOpen(virtualHost);
    }

    @Override
    public void write(ByteBuffer out) {
        FieldWriter.shortString(out, virtualHost);
        out.put((byte) 0);
        out.put((byte) 0);
    }

    @Override
    public int size() {
        return 2 + FieldWriter.shortStringSize(virtualHost);
    }

    @Override
    public int id() {
        return ID;
    }
}
