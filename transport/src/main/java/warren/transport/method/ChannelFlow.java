package warren.transport.method;

import java.nio.ByteBuffer;
import warren.routing.message.MalformedFieldException;

/** channel.flow (20, 20): asks the other side to stop or go on sending content. */
public record ChannelFlow(boolean active) implements Method {
    static final int ID = Method.id(20, 20);

    static ChannelFlow read(ByteBuffer in) throws MalformedFieldException {
        boolean active = Wire.bit(Wire.octet(in), 0);
        return new ChannelFlow(active);
    }

    @Override
    public void write(ByteBuffer out) {
        out.put(Wire.bits(active));
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
