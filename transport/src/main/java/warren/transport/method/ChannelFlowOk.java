package warren.transport.method;

import java.nio.ByteBuffer;
import warren.routing.message.MalformedFieldException;

/** channel.flow-ok (20, 21): says whether content flows. */
public record ChannelFlowOk(boolean active) implements Method {
    static final int ID = Method.id(20, 21);

    static ChannelFlowOk read(ByteBuffer in) throws MalformedFieldException {
        boolean active = Wire.bit(Wire.octet(in), 0);
        return new ChannelFlowOk(active);
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
