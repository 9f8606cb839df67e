package warren.transport.method;

import java.nio.ByteBuffer;

/** channel.close-ok (20, 41): the other side has seen the close. */
public record ChannelCloseOk() implements Method {
    static final int ID = Method.id(20, 41);

    static ChannelCloseOk read(ByteBuffer in) {
        return new ChannelCloseOk();
    }

    @Override
    public void write(ByteBuffer out) {}

    @Override
    public int size() {
        return 0;
    }

    @Override
    public int id() {
        return ID;
    }
}
