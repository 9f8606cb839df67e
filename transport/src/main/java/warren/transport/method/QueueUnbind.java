package warren.transport.method;

import java.nio.ByteBuffer;
import warren.routing.message.FieldReader;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldWriter;
import warren.routing.message.MalformedFieldException;

/** queue.unbind (50, 50): takes a binding away. */
public record QueueUnbind(String queue, String exchange, String routingKey, FieldTable arguments) implements Method {
    static final int ID = Method.id(50, 50);

    static QueueUnbind read(ByteBuffer in) throws MalformedFieldException {
        Wire.unsignedShort(in);
        String queue = FieldReader.shortString(in);
        String exchange = FieldReader.shortString(in);
        String routingKey = FieldReader.shortString(in);
        FieldTable arguments = FieldReader.table(in);
        return new QueueUnbind(queue, exchange, routingKey, arguments);
    }

    @Override
    public void write(ByteBuffer out) {
        out.putShort((short) 0);
        FieldWriter.shortString(out, queue);
        FieldWriter.shortString(out, exchange);
        FieldWriter.shortString(out, routingKey);
        FieldWriter.table(out, arguments);
    }

    @Override
    public int size() {
        return 2
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
