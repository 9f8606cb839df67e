package warren.transport.method;

import java.nio.ByteBuffer;
import warren.routing.message.FieldReader;
import warren.routing.message.FieldWriter;
import warren.routing.message.MalformedFieldException;

/** connection.update-secret (10, 70): a renewed secret for a long-lived connection. */
public record ConnectionUpdateSecret(byte[] newSecret, String reason) implements Method {
    static final int ID = Method.id(10, 70);

    static ConnectionUpdateSecret read(ByteBuffer in) throws MalformedFieldException {
        byte[] newSecret = FieldReader.longString(in);
        String reason = FieldReader.shortString(in);
        return new ConnectionUpdateSecret(newSecret, reason);
    }

    @Override
    public void write(ByteBuffer out) {
        FieldWriter.longString(out, newSecret);
        FieldWriter.shortString(out, reason);
    }

    @Override
    public int size() {
        return 4 + newSecret.length + FieldWriter.shortStringSize(reason);
    }

    @Override
    public int id() {
        return ID;
    }
}
