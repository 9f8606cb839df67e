package warren.transport.method;

import java.nio.ByteBuffer;
import warren.routing.message.FieldReader;
import warren.routing.message.MalformedFieldException;

/** channel.open (20, 10): opens a channel. */
public record ChannelOpen() implements Method {
    static final int ID = Method.id(20, 10);

    static ChannelOpen read(ByteBuffer in) throws MalformedFieldException {
        FieldReader.shortString(in);
        return new ChannelOpen();
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
