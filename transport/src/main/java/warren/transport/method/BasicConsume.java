package warren.transport.method;

import java.nio.ByteBuffer;
import warren.routing.message.FieldReader;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldWriter;
import warren.routing.message.MalformedFieldException;

/** basic.consume (60, 20): starts a consumer. */
public record BasicConsume(
        String queue,
        String consumerTag,
        boolean noLocal,
        boolean noAck,
        boolean exclusive,
        boolean noWait,
        FieldTable arguments)
        implements Method {
    static final int ID = Method.id(60, 20);

    static BasicConsume read(ByteBuffer in) throws MalformedFieldException {
        Wire.unsignedShort(in);
        String queue = FieldReader.shortString(in);
        String consumerTag = FieldReader.shortString(in);
        int bits = Wire.octet(in);
        boolean noLocal = Wire.bit(bits, 0);
        boolean noAck = Wire.bit(bits, 1);
        boolean exclusive = Wire.bit(bits, 2);
        boolean noWait = Wire.bit(bits, 3);
        FieldTable arguments = FieldReader.table(in);
        return new BasicConsume(queue, consumerTag, noLocal, noAck, exclusive, noWait, arguments);
    }

    @Override
    public void write(ByteBuffer out) {
        out.putShort((short) 0);
        FieldWriter.shortString(out, queue);
        FieldWriter.shortString(out, consumerTag);
        out.put(Wire.bits(noLocal, noAck, exclusive, noWait));
        FieldWriter.table(out, arguments);
    }

    @Override
    public int size() {
        return 3
                + FieldWriter.shortStringSize(queue)
                + FieldWriter.shortStringSize(consumerTag)
                + FieldWriter.tableSize(arguments);
    }

    @Override
    public int id() {
        return ID;
    }
}
