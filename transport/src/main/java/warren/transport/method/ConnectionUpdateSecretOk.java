package warren.transport.method;

import java.nio.ByteBuffer;

/** connection.update-secret-ok (10, 71): the secret was taken. */
public record ConnectionUpdateSecretOk() implements Method {
    static final int ID = Method.id(10, 71);

    static ConnectionUpdateSecretOk read(ByteBuffer in) {
        return new ConnectionUpdateSecretOk();
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
