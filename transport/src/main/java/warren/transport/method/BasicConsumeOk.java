package warren.transport.method;

import java.nio.ByteBuffer;
import warren.routing.message.FieldReader;
import warren.routing.message.FieldWriter;
import warren.routing.message.MalformedFieldException;

/** basic.consume-ok (60, 21): the consumer's tag. */
public record BasicConsumeOk(String consumerTag) implements Method {
    static final int ID = Method.id(60, 21);

    static BasicConsumeOk read(ByteBuffer in) throws MalformedFieldException {
        String consumerTag = FieldReader.shortString(in);
        return new BasicConsumeOk(consumerTag);
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
