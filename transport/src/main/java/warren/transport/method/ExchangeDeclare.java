package warren.transport.method;

import java.nio.ByteBuffer;
import warren.routing.message.FieldReader;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldWriter;
import warren.routing.message.MalformedFieldException;

/** exchange.declare (40, 10): makes an exchange, or with passive asks whether it is there. */
public record ExchangeDeclare(
        String exchange,
        String type,
        boolean passive,
        boolean durable,
        boolean autoDelete,
        boolean internal,
        boolean noWait,
        FieldTable arguments)
        implements Method {
    static final int ID = Method.id(40, 10);

    static ExchangeDeclare read(ByteBuffer in) throws MalformedFieldException {
        Wire.unsignedShort(in);
        String exchange = FieldReader.shortString(in);
        String type = FieldReader.shortString(in);
        int bits = Wire.octet(in);
        boolean passive = Wire.bit(bits, 0);
        boolean durable = Wire.bit(bits, 1);
        boolean autoDelete = Wire.bit(bits, 2);
        boolean internal = Wire.bit(bits, 3);
        boolean noWait = Wire.bit(bits, 4);
        FieldTable arguments = FieldReader.table(in);
        return new ExchangeDeclare(exchange, type, passive, durable, autoDelete, internal, noWait, arguments);
    }

    @Override
    public void write(ByteBuffer out) {
        out.putShort((short) 0);
        FieldWriter.shortString(out, exchange);
        FieldWriter.shortString(out, type);
        out.put(Wire.bits(passive, durable, autoDelete, internal, noWait));
        FieldWriter.table(out, arguments);
    }

    @Override
    public int size() {
        return 3
                + FieldWriter.shortStringSize(exchange)
                + FieldWriter.shortStringSize(type)
                + FieldWriter.tableSize(arguments);
    }

    @Override
    public int id() {
        return ID;
    }
}
