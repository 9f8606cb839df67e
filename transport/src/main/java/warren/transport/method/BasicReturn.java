package warren.transport.method;

import java.nio.ByteBuffer;
import warren.routing.message.FieldReader;
import warren.routing.message.FieldWriter;
import warren.routing.message.MalformedFieldException;

/** basic.return (60, 50): a message that could not be routed goes back; header and body follow. */
public record BasicReturn(int replyCode, String replyText, String exchange, String routingKey) implements Method {
    static final int ID = Method.id(60, 50);

    static BasicReturn read(ByteBuffer in) throws MalformedFieldException {
        int replyCode = Wire.unsignedShort(in);
        String replyText = FieldReader.shortString(in);
        String exchange = FieldReader.shortString(in);
        String routingKey = FieldReader.shortString(in);
        return new BasicReturn(replyCode, replyText, exchange, routingKey);
    }

    @Override
    public void write(ByteBuffer out) {
        out.putShort((short) replyCode);
        FieldWriter.shortString(out, replyText);
        FieldWriter.shortString(out, exchange);
        FieldWriter.shortString(out, routingKey);
    }

    @Override
    public int size() {
        return 2
                + FieldWriter.shortStringSize(replyText)
                + FieldWriter.shortStringSize(exchange)
                + FieldWriter.shortStringSize(routingKey);
    }

    @Override
    public int id() {
        return ID;
    }
}
