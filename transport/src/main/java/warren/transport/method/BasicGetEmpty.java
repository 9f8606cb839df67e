package warren.transport.method;

import java.nio.ByteBuffer;
import warren.routing.message.FieldReader;
import warren.routing.message.MalformedFieldException;

/** basic.get-empty (60, 72): the queue is empty. */
public record BasicGetEmpty() implements Method {
    static final int ID = Method.id(60, 72);

    static BasicGetEmpty read(ByteBuffer in) throws MalformedFieldException {
        FieldReader.shortString(in);
        return new BasicGetEmpty();
    }

    @Override
    public void write(ByteBuffer out) {
        out.put((byte) 0);
    }

    @Override
    public int size() {
        return 1;
    }

    @Override
    public int id() {
        return ID;
    }
}
