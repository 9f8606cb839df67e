package warren.transport.method;

import java.nio.ByteBuffer;
import warren.routing.message.FieldReader;
import warren.routing.message.MalformedFieldException;

/** channel.open-ok (20, 11): the channel is open. */
public record ChannelOpenOk() implements Method {
    static final int ID = Method.id(20, 11);

    static ChannelOpenOk read(ByteBuffer in) throws MalformedFieldException {
        FieldReader.longString(in);
        return new ChannelOpenOk();
    }

    @Override
    public void write(ByteBuffer out) {
        out.putInt(0);
    }

    @Override
    public int size() {
        return 4;
    }

    @Override
    public int id() {
        return ID;
    }
}
