package warren.transport.method;

import java.nio.ByteBuffer;
import warren.routing.message.MalformedFieldException;

/** connection.tune-ok (10, 31): the limits that the client settles for. */
public record ConnectionTuneOk(int channelMax, long frameMax, int heartbeat) implements Method {
    static final int ID = Method.id(10, 31);

    static ConnectionTuneOk read(ByteBuffer in) throws MalformedFieldException {
        int channelMax = Wire.unsignedShort(in);
        long frameMax = Wire.unsignedInt(in);
        int heartbeat = Wire.unsignedShort(in);
        return new ConnectionTuneOk(channelMax, frameMax, heartbeat);
    }

    @Override
    public void write(ByteBuffer out) {
        out.putShort((short) channelMax);
        out.putInt((int) frameMax);
        out.putShort((short) heartbeat);
    }

    @Override
    public int size() {
        return 8;
    }

    @Override
    public int id() {
        return ID;
    }
}
