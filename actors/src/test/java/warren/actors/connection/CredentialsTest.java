package warren.actors.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;
import warren.routing.message.FieldWriter;

class CredentialsTest {
    @Test
    void areReadFromPlain() {
        assertThat(plain("\0guest\0secret")).contains(new Credentials("guest", "secret"));
        assertThat(plain("asked for\0usér\0pässword")).contains(new Credentials("usér", "pässword"));
        assertThat(plain("\0\0")).contains(new Credentials("", ""));
    }

    @Test
    void areNotReadFromAnythingElse() {
        assertThat(plain("")).isEmpty();
        assertThat(plain("guest")).isEmpty();
        assertThat(plain("\0guest")).isEmpty();
    }

    @Test
    void areReadFromAmqPlain() {
        FieldTable table = FieldTable.of("LOGIN", FieldValue.of("guest")).with("PASSWORD", FieldValue.of("secret"));

        assertThat(Credentials.read("AMQPLAIN", withoutLength(table))).contains(new Credentials("guest", "secret"));
    }

    @Test
    void areNotReadFromATableThatLacksOne_norFromABrokenOne() {
        byte[] lacking = withoutLength(FieldTable.of("LOGIN", FieldValue.of("guest")));

        assertThat(Credentials.read("AMQPLAIN", lacking)).isEmpty();
        assertThat(Credentials.read("AMQPLAIN", Arrays.copyOf(lacking, lacking.length - 1)))
                .isEmpty();
        assertThat(Credentials.read("AMQPLAIN", new byte[0])).isEmpty();
    }

    @Test
    void keepThePasswordOutOfLogs() {
        assertThat(new Credentials("guest", "secret")).hasToString("Credentials[guest]");
    }

    private static Optional<Credentials> plain(String response) {
        return Credentials.read("PLAIN", response.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] withoutLength(FieldTable table) {
        ByteBuffer out = ByteBuffer.allocate(1_000);
        FieldWriter.table(out, table);
        return Arrays.copyOfRange(out.array(), Integer.BYTES, out.position());
    }
}
