package warren.actors.connection;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import warren.routing.message.FieldReader;
import warren.routing.message.FieldTable;
import warren.routing.message.MalformedFieldException;

/** Name and password as a client sends them by PLAIN (RFC 4616) or AMQPLAIN (a table without its length). */
record Credentials(String user, String password) {
    /** Empty when the response does not have the form that the mechanism asks for. */
    static Optional<Credentials> read(String mechanism, byte[] response) {
        return mechanism.equals("PLAIN") ? plain(response) : amqplain(response);
    }

    private static Optional<Credentials> plain(byte[] response) {
        String text = new String(response, StandardCharsets.UTF_8);
        int first = text.indexOf('\0');
        int second = text.indexOf('\0', first + 1);
        return first < 0 || second < 0
                ? Optional.empty()
                : Optional.of(new Credentials(text.substring(first + 1, second), text.substring(second + 1)));
    }

    private static Optional<Credentials> amqplain(byte[] response) {
        ByteBuffer table = ByteBuffer.allocate(Integer.BYTES + response.length);
        table.putInt(response.length).put(response).flip();
        try {
            FieldTable fields = FieldReader.table(table);
            return fields.text("LOGIN")
                    .flatMap(user -> fields.text("PASSWORD").map(password -> new Credentials(user, password)));
        } catch (MalformedFieldException e) {
            return Optional.empty();
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "Credentials[" + user + "]";
    }
}
