package warren.transport.method;

import java.nio.ByteBuffer;
import warren.routing.message.FieldReader;
import warren.routing.message.FieldWriter;
import warren.routing.message.MalformedFieldException;

/** basic.cancel-ok (60, 31): the consumer has ended. */
public record BasicCancelOk(String consumerTag) implements Method {
    static final int ID = Method.id(60, 31);

    static BasicCancelOk read(ByteBuffer in) throws MalformedFieldException {
        String consumerTag = FieldReader.shortString(in);
        return new BasicCancelOk(consumerTag);
    }

    @Override
    public void write(ByteBuffer out) {
        FieldWriter.shortString(out, consumerTag);
    }

    @Override
    public int size() {
        return FieldWriter.shortStringSize(consumerTag);
    }

    @Override
    public int id() {
        return ID;
    }
}
