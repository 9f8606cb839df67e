package warren.transport.method;

import java.nio.ByteBuffer;
import warren.routing.message.FieldReader;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldWriter;
import warren.routing.message.MalformedFieldException;

/** exchange.bind (40, 30): binds an exchange to another, RabbitMQ's extension. */
public record ExchangeBind(String destination, String source, String routingKey, boolean noWait, FieldTable arguments)
        implements Method {
    static final int ID = Method.id(40, 30);

    static ExchangeBind read(ByteBuffer in) throws MalformedFieldException {
        Wire.unsignedShort(in);
        String destination = FieldReader.shortString(in);
        String source = FieldReader.shortString(in);
        String routingKey = FieldReader.shortString(in);
        boolean noWait = Wire.bit(Wire.octet(in), 0);
        FieldTable arguments = FieldReader.table(in);
        return new ExchangeBind(destination, source, routingKey, noWait, arguments);
    }

    @Override
    public void write(ByteBuffer out) {
        out.putShort((short) 0);
        FieldWriter.shortString(out, destination);
        FieldWriter.shortString(out, source);
        FieldWriter.shortString(out, routingKey);
        out.put(Wire.bits(noWait));
        FieldWriter.table(out, arguments);
    }

    @Override
    public int size() {
        return 3
                + FieldWriter.shortStringSize(destination)
                + FieldWriter.shortStringSize(source)
                + FieldWriter.shortStringSize(routingKey)
                + FieldWriter.tableSize(arguments);
    }

    @Override
    public int id() {
        return ID;
    }
}
