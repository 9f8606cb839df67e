package warren.transport.method;

import java.nio.ByteBuffer;
import warren.routing.message.MalformedFieldException;

/** connection.tune (10, 30): the server's limits: channels, bytes a frame, seconds between heartbeats; 0 = none. */
public record ConnectionTune(int channelMax, long frameMax, int heartbeat) implements Method {
    static final int ID = Method.id(10, 30);

    static ConnectionTune read(ByteBuffer in) throws MalformedFieldException {
        int channelMax = Wire.unsignedShort(in);
        long frameMax = Wire.unsignedInt(in);
        int heartbeat = Wire.unsignedShort(in);
        return new ConnectionTune(channelMax, frameMax, heartbeat);
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
