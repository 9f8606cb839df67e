package warren.transport.method;

import java.nio.ByteBuffer;
import warren.routing.message.FieldReader;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldWriter;
import warren.routing.message.MalformedFieldException;

/** connection.start (10, 10): the server greets: its properties and the ways to log in. */
public record ConnectionStart(
        int versionMajor, int versionMinor, FieldTable serverProperties, byte[] mechanisms, byte[] locales)
        implements Method {
    static final int ID = Method.id(10, 10);

    static ConnectionStart read(ByteBuffer in) throws MalformedFieldException {
        int versionMajor = Wire.octet(in);
        int versionMinor = Wire.octet(in);
        FieldTable serverProperties = FieldReader.table(in);
        byte[] mechanisms = FieldReader.longString(in);
        byte[] locales = FieldReader.longString(in);
        return new ConnectionStart(versionMajor, versionMinor, serverProperties, mechanisms, locales);
    }

    @Override
    public void write(ByteBuffer out) {
        out.put((byte) versionMajor);
        out.put((byte) versionMinor);
        FieldWriter.table(out, serverProperties);
        FieldWriter.longString(out, mechanisms);
        FieldWriter.longString(out, locales);
    }

    @Override
    public int size() {
        return 10 + FieldWriter.tableSize(serverProperties) + mechanisms.length + locales.length;
    }

    @Override
    public int id() {
        return ID;
    }
}
