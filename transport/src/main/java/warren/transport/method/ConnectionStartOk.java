package warren.transport.method;

import java.nio.ByteBuffer;
import warren.routing.message.FieldReader;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldWriter;
import warren.routing.message.MalformedFieldException;

/** connection.start-ok (10, 11): the client chooses a way to log in and sends its credentials. */
public record ConnectionStartOk(FieldTable clientProperties, String mechanism, byte[] response, String locale)
        implements Method {
    static final int ID = Method.id(10, 11);

    static ConnectionStartOk read(ByteBuffer in) throws MalformedFieldException {
        FieldTable clientProperties = FieldReader.table(in);
        String mechanism = FieldReader.shortString(in);
        byte[] response = FieldReader.longString(in);
        String locale = FieldReader.shortString(in);
        return new ConnectionStartOk(clientProperties, mechanism, response, locale);
    }

    @Override
    public void write(ByteBuffer out) {
        FieldWriter.table(out, clientProperties);
        FieldWriter.shortString(out, mechanism);
        FieldWriter.longString(out, response);
        FieldWriter.shortString(out, locale);
    }

    @Override
    public int size() {
        return 4
                + FieldWriter.tableSize(clientProperties)
                + FieldWriter.shortStringSize(mechanism)
                + response.length
                + FieldWriter.shortStringSize(locale);
    }

    @Override
    public int id() {
        return ID;
    }
}
