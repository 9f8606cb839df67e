package warren.transport.method;

import java.nio.ByteBuffer;
import warren.routing.message.FieldReader;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldWriter;
import warren.routing.message.MalformedFieldException;

/** queue.declare (50, 10): makes a queue, or with passive asks for it. */
public record QueueDeclare(
        String queue,
        boolean passive,
        boolean durable,
        boolean exclusive,
        boolean autoDelete,
        boolean noWait,
        FieldTable arguments)
        implements Method {
    static final int ID = Method.id(50, 10);

    static QueueDeclare read(ByteBuffer in) throws MalformedFieldException {
        Wire.unsignedShort(in);
        String queue = FieldReader.shortString(in);
        int bits = Wire.octet(in);
        boolean passive = Wire.bit(bits, 0);
        boolean durable = Wire.bit(bits, 1);
        boolean exclusive = Wire.bit(bits, 2);
        boolean autoDelete = Wire.bit(bits, 3);
        boolean noWait = Wire.bit(bits, 4);
        FieldTable arguments = FieldReader.table(in);
        return new QueueDeclare(queue, passive, durable, exclusive, autoDelete, noWait, arguments);
    }

    @Override
    public void write(ByteBuffer out) {
        out.putShort((short) 0);
        FieldWriter.shortString(out, queue);
        out.put(Wire.bits(passive, durable, exclusive, autoDelete, noWait));
        FieldWriter.table(out, arguments);
    }

    @Override
    public int size() {
        return 3 + FieldWriter.shortStringSize(queue) + FieldWriter.tableSize(arguments);
    }

    @Override
    public int id() {
        return ID;
    }
}
