package warren.transport.method;

import java.nio.ByteBuffer;
import warren.routing.message.MalformedFieldException;

/** basic.qos (60, 10): limits unacknowledged deliveries; with global for all consumers of the channel together. */
public record BasicQos(long prefetchSize, int prefetchCount, boolean global) implements Method {
    static final int ID = Method.id(60, 10);

    static BasicQos read(ByteBuffer in) throws MalformedFieldException {
        long prefetchSize = Wire.unsignedInt(in);
        int prefetchCount = Wire.unsignedShort(in);
        boolean global = Wire.bit(Wire.octet(in), 0);
        return new BasicQos(prefetchSize, prefetchCount, global);
    }

    @Override
    public void write(ByteBuffer out) {
        out.putInt((int) prefetchSize);
        out.putShort((short) prefetchCount);
        out.put(Wire.bits(global));
    }

    @Override
    public int size() {
        return 7;
    }

    @Override
    public int id() {
        return ID;
    }
}
