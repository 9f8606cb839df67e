package warren.transport.method;

import java.nio.ByteBuffer;
import warren.routing.message.FieldReader;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldWriter;
import warren.routing.message.MalformedFieldException;

/** queue.bind (50, 20): binds a queue to an exchange. */
public record QueueBind(String queue, String exchange, String routingKey, boolean noWait, FieldTable arguments)
        implements Method {
    static final int ID = Method.id(50, 20);

    static QueueBind read(ByteBuffer in) throws MalformedFieldException {
        Wire.unsignedShort(in);
        String queue = FieldReader.shortString(in);
        String exchange = FieldReader.shortString(in);
        String routingKey = FieldReader.shortString(in);
        boolean noWait = Wire.bit(Wire.octet(in), 0);
        FieldTable arguments = FieldReader.table(in);
        return new QueueBind(queue, exchange, routingKey, noWait, arguments);
    }

    @Override
    public void write(ByteBuffer out) {
        out.putShort((short) 0);
        FieldWriter.shortString(out, queue);
        FieldWriter.shortString(out, exchange);
        FieldWriter.shortString(out, routingKey);
        out.put(Wire.bits(noWait));
        FieldWriter.table(out, arguments);
    }

    @Override
    public int size() {
        return 3
                + FieldWriter.shortStringSize(queue)
                + FieldWriter.shortStringSize(exchange)
                + FieldWriter.shortStringSize(routingKey)
                + FieldWriter.tableSize(arguments);
    }

    @Override
    public int id() {
        return ID;
    }
}
