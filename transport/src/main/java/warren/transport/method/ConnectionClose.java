package warren.transport.method;

import java.nio.ByteBuffer;
import warren.routing.message.FieldReader;
import warren.routing.message.FieldWriter;
import warren.routing.message.MalformedFieldException;

/** connection.close (10, 50): one side ends the connection; class and method id say which method failed, or 0. */
public record ConnectionClose(int replyCode, String replyText, int failingClassId, int failingMethodId)
        implements Method {
    static final int ID = Method.id(10, 50);

    static ConnectionClose read(ByteBuffer in) throws MalformedFieldException {
        int replyCode = Wire.unsignedShort(in);
        String replyText = FieldReader.shortString(in);
        int failingClassId = Wire.unsignedShort(in);
        int failingMethodId = Wire.unsignedShort(in);
        return new ConnectionClose(replyCode, replyText, failingClassId, failingMethodId);
    }

    @Override
    public void write(ByteBuffer out) {
        out.putShort((short) replyCode);
        FieldWriter.shortString(out, replyText);
        out.putShort((short) failingClassId);
        out.putShort((short) failingMethodId);
    }

    @Override
    public int size() {
        return 6 + FieldWriter.shortStringSize(replyText);
    }

    @Override
    public int id() {
        return ID;
    }
}
